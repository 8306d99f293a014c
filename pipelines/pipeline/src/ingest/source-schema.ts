import { z } from 'zod';

/** Where photos may come from; told apart by `kind`. */
const kinds = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('bundled'),
    set: z
      .enum(['all', 'article'])
      .default('all')
      .describe(
        'All bundled photos, or the 126 of the article’s eight classes that stand in for its archive.',
      ),
  }),
  z.strictObject({
    kind: z.literal('folder'),
    path: z.string().min(1).describe('Relative to the workspace, absolute, or in the home folder: ~/photos.'),
  }),
  z.strictObject({
    kind: z.literal('archive'),
    url: z.string().nullable().default(null).describe('Where to download the archive from.'),
    path: z.string().nullable().default(null).describe('Or where it lies already.'),
    sha256: z
      .string()
      .nullable()
      .default(null)
      .describe('Filled in at the first download, checked from then on.'),
    fallback: z
      .literal('bundled')
      .nullable()
      .default(null)
      .describe(
        'Photos to use while the url cannot be downloaded: the bundled set article; null makes that an error.',
      ),
    maxEntries: z.int().min(1).default(2_000_000).describe('Entries that the archive may have.'),
    maxUnpacked: z
      .int()
      .min(1)
      .nullable()
      .default(null)
      .describe('Bytes that it may unpack to; null: 1 GiB and twenty times its own size.'),
  }),
  z.strictObject({
    kind: z.literal('generated'),
    count: z.int().min(1).default(200).describe('Scenes to draw.'),
    seed: z.int().default(1).describe('Of the scenes.'),
    size: z.int().min(64).max(1024).default(256).describe('Side of a scene, pixels.'),
  }),
]);

/** `ingest.source` of a recipe. */
export const sourceSchema = kinds
  .default({ kind: 'bundled', set: 'all' })
  .describe('Where the photos come from.');

/** `ingest.maxBytes` of a recipe. */
export const maxBytesSchema = z
  .int()
  .min(1)
  .max(2 ** 31 - 1)
  .default(2 ** 30)
  .describe('Bytes that the file of a photo may have at most; larger ones are not read.');

/** What of the section `ingest` says which photos there are. */
export const probedSettings = z.looseObject({ source: sourceSchema, maxBytes: maxBytesSchema });
