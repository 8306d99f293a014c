import { defineStage } from '@tintype/stage';
import { z } from 'zod';

export const patchesSettings = z.strictObject({
  perPhoto: z
    .int()
    .min(1)
    .max(10_000)
    .default(64)
    .describe('Windows drawn from each training or validation image.'),
  seed: z.int().default(1),
});

export type PatchesSettings = z.output<typeof patchesSettings>;

/** Draws 32 × 32 windows from the training and validation images; held-out photos give none. */
export const patches = defineStage<PatchesSettings>({
  name: 'patches',
  version: 1,
  needs: ['convert'],
  settings: patchesSettings,

  async run({ settings, artefact, shards, inputOf }) {
    const images = ['train/', 'validation/'].flatMap((split) => artefact('convert').shardsIn(split));
    const made = await shards(
      images.map((image) => ({
        name: image.name,
        compute: 'sample',
        settings: { perPhoto: settings.perPhoto, seed: settings.seed },
        inputs: [inputOf(image)],
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
