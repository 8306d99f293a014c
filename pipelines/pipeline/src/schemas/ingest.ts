import { MAX_PIXELS } from '@tintype/images/limits';
import { z } from 'zod';

import { maxBytesSchema, sourceSchema } from '../ingest/source-schema.ts';

function isRegularExpression(text: string): boolean {
  try {
    return new RegExp(text) instanceof RegExp;
  } catch {
    return false; // the only way to ask
  }
}

const share = z.number().min(0).max(0.9);

export const ingestSettings = z.strictObject({
  source: sourceSchema,
  classFrom: z
    .enum(['prefix', 'folder'])
    .default('prefix')
    .describe('A photo is named <class>_<name>.jpg, or lies in a folder named after its class.'),
  classes: z
    .array(z.string())
    .min(1)
    .nullable()
    .default(null)
    .describe('Keep these classes only; null keeps all.'),
  sameOriginal: z
    .string()
    .refine(isRegularExpression, 'expected a regular expression')
    .nullable()
    .default(null)
    .describe(
      'Regular expression: photos whose names agree but for what it matches fall on one side of the split; the bundled crops do by themselves.',
    ),
  validation: share.default(0.1).describe('Share of the photos that chooses the epoch to keep.'),
  test: share.default(0.2).describe('Share of the photos that is held out for the results.'),
  eachClass: z
    .boolean()
    .default(false)
    .describe(
      'Before all others, hold out and validate with an original of each class that has enough, as far as the shares go.',
    ),
  fold: z
    .strictObject({
      of: z.int().min(2).describe('Folds that the originals fall into.'),
      held: z.int().min(0).describe('The fold that is held out, counted from 0.'),
    })
    .refine(({ of, held }) => held < of, 'expected held below of')
    .nullable()
    .default(null)
    .describe('Cross-validation: holds out one fold of the originals instead of the share test.'),
  seed: z.int().default(1).describe('Of the split.'),
  minSize: z.int().min(1).default(32).describe('Pixels that the shorter side of a photo must have.'),
  maxPixels: z
    .int()
    .min(1)
    .default(MAX_PIXELS)
    .describe('Pixels that a photo may have at most; larger ones are not decoded.'),
  maxBytes: maxBytesSchema,
  photosPerTask: z.int().min(1).default(64).describe('Photos that a thread inspects at once.'),
});

export type IngestSettings = z.output<typeof ingestSettings>;

/** What `ingest` found, in its manifest. */
export const ingestSummary = z.strictObject({
  photos: z.int(),
  kept: z.int(),
  quarantined: z.int(),
  /** Photos that could not be read at all: of these the photo table has no rows, as it knows photos by their bytes. */
  unreadable: z.array(z.strictObject({ path: z.string(), reason: z.string() })).readonly(),
  /** What of kept photos was left out or taken for something else, a sentence each. */
  noted: z
    .array(z.strictObject({ path: z.string(), note: z.string() }))
    .readonly()
    .default([]),
  train: z.int(),
  validation: z.int(),
  test: z.int(),
  classes: z.array(z.string()).readonly(),
  /** The address of the archive for which the bundled photos stand in. */
  insteadOf: z.string().nullable(),
});

export type IngestSummary = z.output<typeof ingestSummary>;

export const ingestSchemas = { name: 'ingest', settings: ingestSettings, summary: ingestSummary };
