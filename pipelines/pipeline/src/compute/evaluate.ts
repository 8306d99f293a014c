import type { TargetOptions } from '@tintype/colour';
import type { Compute } from '@tintype/executor';
import type { BackEndChoice, Decoding } from '@tintype/network';
import { imagesTable } from '@tintype/records';

import { keepColouringModel } from '../evaluate/kept/keep-colouring-model.ts';
import { measureImages } from '../evaluate/measure-images.ts';
import { openColourer } from '../evaluate/open-colourer.ts';
import { readTrainingColours } from '../evaluate/training-tables.ts';
import { readInput } from '../read-input.ts';

export { colourBeside } from '../evaluate/colour-beside.ts';
export { thumbnails } from '../evaluate/pictures/draw-thumbnails.ts';
export { report } from '../evaluate/write-report.ts';

/** `temperature` is the one that stands for the model. */
export interface PredictSettings extends Decoding {
  readonly temperatures: readonly number[];
  /** What the network was trained to predict. */
  readonly targets: TargetOptions;
  readonly backEnd: BackEndChoice;
}

const openOnce = keepColouringModel();

/** Colours one shard of held-out photos with the model and the baselines, and measures each. */
export const predict: Compute<PredictSettings> = async ({ name, settings, inputs, progress }) => {
  const read = (wanted: string) => readInput(inputs, wanted);
  const colouring = await openOnce({ inputs, settings, model: '' }, async ({ gamut }) =>
    openColourer({ gamut, colours: await readTrainingColours(read), settings }),
  );
  const images = imagesTable.decode(await read('images'));
  return measureImages(images, colouring, { name, pictures: `predictions/${name}`, progress });
};
