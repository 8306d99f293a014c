import { defineStage, inputOf } from '@tintype/stage';
import { z } from 'zod';

import { convert } from './convert.ts';

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
  seed: z.int().default(1),
});

export type PatchesSettings = z.output<typeof patchesSettings>;

/** Draws windows from the training and validation images; held-out photos give none. */
export const patches = defineStage({
  name: 'patches',
  version: 1,
  needs: { convert },
  settings: patchesSettings,
  summary: z.strictObject({ train: z.int(), validation: z.int() }),

  async run({ settings, inputs, shards }) {
    const images = ['train/', 'validation/'].flatMap((split) => inputs.convert.shardsIn(split));
    const made = await shards(
      images.map((image) => ({
        key: { name: image.name, compute: 'sample', settings, inputs: [inputOf(image)] },
      })),
    );
    const rowsIn = (split: string) =>
      made.filter(({ name }) => name.startsWith(split)).reduce((sum, { rows }) => sum + rows, 0);
    const [train, validation] = [rowsIn('train/'), rowsIn('validation/')];
    return {
      shards: made,
      summary: { train, validation },
      headline: `${train} training and ${validation} validation patches`,
    };
  },
});
