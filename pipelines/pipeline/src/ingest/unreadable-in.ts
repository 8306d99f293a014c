import type { Manifest } from '@tintype/store';
import { z } from 'zod';

const summarySchema = z.object({
  unreadable: z.array(z.object({ path: z.string(), reason: z.string() })).default([]),
});

/** Photos that `ingest` could not read at all, which its table has no rows for. */
export function unreadableIn({ summary }: Pick<Manifest, 'summary'>) {
  return summarySchema.parse(summary).unreadable;
}
