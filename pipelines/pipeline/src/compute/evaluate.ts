import type { TargetOptions } from '@tintype/colour';
import type { Compute } from '@tintype/executor';
import { type BackEndChoice, type Decoding, loadModel, type Model } from '@tintype/network';
import { openBackEnd } from '@tintype/network/node';
import { imagesTable } from '@tintype/records';

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

/** Colours one shard of held-out photos with the model and the baselines, and measures each. */
export const predict: Compute<PredictSettings> = async ({ name, settings, inputs, progress }) => {
  const read = (wanted: string) => readInput(inputs, wanted);
  const images = imagesTable.decode(await read('images'));
  const model = await openModel(read, settings);
  const colourer = openColourer(model, await readTrainingColours(read), settings);
  const pictures = `predictions/${name}`;
  const measured = await measureImages(images, colourer, { name, pictures, progress });
  model.dispose();
  return measured;
};

async function openModel(
  read: (name: string) => Promise<Uint8Array>,
  { backEnd }: PredictSettings,
): Promise<Model> {
  await openBackEnd(backEnd);
  return loadModel({ 'model.json': await read('model.json'), 'weights.bin': await read('weights.bin') });
}
