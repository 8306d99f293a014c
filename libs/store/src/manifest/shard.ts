import { z } from 'zod';

import { innerPath } from '../files/safe-name.ts';
import type { Json } from '../fingerprint/canonical-json.ts';
import type { Digest, Fingerprint } from '../fingerprint/digest.ts';
import { parsedJson } from './parsed-json.ts';

const hex = z.string().regex(/^[0-9a-f]{64}$/, {
  error: ({ input }) => `expected 64 hexadecimal digits, got ${JSON.stringify(input)}`,
});
const facts: z.ZodType<Readonly<Record<string, Json>>> = z.record(z.string(), parsedJson);

export const shardSchema = z.strictObject({
  /** Unique in its artefact; a path such as `train/0110` or `model/model.json`. */
  name: innerPath,
  /** Of the computation that made it; a computation with several outputs gives all of them the same one. */
  fingerprint: hex.transform((value) => value as Fingerprint),
  /** Of its bytes. */
  sha256: hex.transform((value) => value as Digest),
  bytes: z.int().min(0),
  rows: z.int().min(0),
  /** Name of the Arrow table it holds; absent for pictures, pages and model files. */
  table: z.string().optional(),
  /** What downstream planning needs without opening the blob; its table says which. */
  facts: facts.optional(),
});

/** One immutable blob of an artefact: the unit of work, reuse and repair. */
export type Shard = Readonly<z.infer<typeof shardSchema>>;
