import { defineStage, toInput } from '@tintype/stage';

import { forecastPatches } from '../forecast/forecasts.ts';
import { samplingWork } from '../forecast/work.ts';
import { patchesSchemas } from '../schemas/patches.ts';
import { convert } from './convert.ts';

/** Draws windows from the training and validation images; held-out photos give none. */
export const patches = defineStage({
  ...patchesSchemas,
  version: 1,
  needs: { convert },
  forecast: forecastPatches,

  async run({ settings, inputs, shards }) {
    const images = ['train/', 'validation/'].flatMap((split) => inputs.convert.shardsIn(split));
    const made = await shards(
      images.map((image) => ({
        key: { name: image.name, compute: 'sample', settings, inputs: [toInput(image)] },
        hints: {
          work: samplingWork(image.rows * settings.perPhoto, settings.window),
          rows: image.rows * settings.perPhoto,
        },
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
