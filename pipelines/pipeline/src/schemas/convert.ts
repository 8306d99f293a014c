import { z } from 'zod';

export const convertSettings = z.strictObject({
  size: z
    .int()
    .min(64)
    .max(1024)
    .default(256)
    .describe('Sides of an image in pixels; photos are cropped square.'),
  nearGrey: z
    .number()
    .min(0)
    .default(5)
    .describe(
      'An image with |a| or |b| above this in at most 2 % of its pixels is marked, and left out of prior and training.',
    ),
  toned: z
    .number()
    .min(0)
    .default(2.5)
    .describe(
      'The same of a toned one, such as sepia: its colours lie on one line of hue, and this many ab units or fewer off their mean at each lightness. 0 keeps them all.',
    ),
  photosPerShard: z
    .int()
    .min(1)
    .default(4)
    .describe(
      'A photo more or less means work for all of its shard; smaller shards make a clean run slower. More than 4,096 such shards of photos are laid out in larger ones.',
    ),
});

export type ConvertSettings = z.output<typeof convertSettings>;

export const convertSummary = z.strictObject({
  images: z.int(),
  /** Images that nothing is learned from: grey and toned ones, and photos that could not be decoded. */
  nearGrey: z.int(),
  /** Paths of the photos without colours. */
  grey: z.array(z.string()).readonly().default([]),
  /** Paths of the photos in the colours of one tone. */
  toned: z.array(z.string()).readonly().default([]),
  size: z.int(),
});

export const convertSchemas = { name: 'convert', settings: convertSettings, summary: convertSummary };
