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
    .describe('An image with no |a| or |b| above this is marked, and left out of prior and training.'),
  photosPerShard: z
    .int()
    .min(1)
    .default(4)
    .describe(
      'A photo more or less means work for all of its shard; smaller shards make a clean run slower.',
    ),
});

export type ConvertSettings = z.output<typeof convertSettings>;

export const convertSummary = z.strictObject({ images: z.int(), nearGrey: z.int(), size: z.int() });

export const convertSchemas = { name: 'convert', settings: convertSettings, summary: convertSummary };
