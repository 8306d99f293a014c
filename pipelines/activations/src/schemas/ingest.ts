import { z } from 'zod';

/** Pictures of each split, the classes that they are of, and the pixels of their sides. */
export const ingestSummary = z.strictObject({
  train: z.int(),
  validation: z.int(),
  test: z.int(),
  classes: z.int(),
  side: z.int(),
});
