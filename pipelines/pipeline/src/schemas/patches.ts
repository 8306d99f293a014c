import { z } from 'zod';

export const patchesSettings = z.strictObject({
  perPhoto: z
    .int()
    .min(1)
    .max(10_000)
    .default(64)
    .describe('Windows drawn from each training or validation image.'),
  window: z.int().min(16).max(256).default(32).describe('Sides of a window of lightness, in pixels.'),
  border: z.int().min(0).default(8).describe('Pixels at each side of the window without a target.'),
  stride: z.int().min(1).default(1).describe('Pixels, in height and width, whose mean colour is one target.'),
  minScale: z
    .number()
    .min(0.25)
    .max(1)
    .default(1)
    .describe('Windows are drawn from images shrunk to between this and their size.'),
  seed: z.int().default(1).describe('Of the places of the patches.'),
});

export type PatchesSettings = z.output<typeof patchesSettings>;

export const patchesSchemas = {
  name: 'patches',
  settings: patchesSettings,
  summary: z.strictObject({ train: z.int(), validation: z.int() }),
};
