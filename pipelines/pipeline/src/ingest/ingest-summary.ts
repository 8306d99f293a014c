import { z } from 'zod';

/** What `ingest` found, in its manifest. */
export const ingestSummary = z.strictObject({
  photos: z.int(),
  kept: z.int(),
  quarantined: z.int(),
  /** Photos that could not be read at all: of these the photo table has no rows, as it knows photos by their bytes. */
  unreadable: z.array(z.strictObject({ path: z.string(), reason: z.string() })).readonly(),
  train: z.int(),
  validation: z.int(),
  test: z.int(),
  classes: z.array(z.string()).readonly(),
  /** The address of the archive for which the bundled photos stand in. */
  insteadOf: z.string().nullable(),
});

export type IngestSummary = z.output<typeof ingestSummary>;
