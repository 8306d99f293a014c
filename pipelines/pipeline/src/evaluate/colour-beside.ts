import type { Compute } from '@tintype/executor';
import { type BackEndChoice, loadModel, readDecoding } from '@tintype/network';
import { openBackEnd } from '@tintype/network/node';
import { readGamut } from '@tintype/network/settings';
import { imagesTable, priorTable } from '@tintype/records';

import { readInput } from '../read-input.ts';
import { type Attempt, networkAttempts } from './attempts.ts';
import { balanceWeights } from './balance-weights.ts';
import { measureImages } from './measure-images.ts';
import type { Colourer } from './open-colourer.ts';

/**
 * What the bundled model makes of one shard of held-out photos, decoded as it says, and weighed as this run weighs: a
 * method of its own beside the network.
 */
export const colourBeside: Compute<{ readonly backEnd: BackEndChoice }> = async ({
  name,
  settings,
  inputs,
  progress,
}) => {
  const read = (wanted: string) => readInput(inputs, wanted);
  await openBackEnd(settings.backEnd);
  const model = await loadModel({
    'model.json': await read('bundled/model.json'),
    'weights.bin': await read('bundled/weights.bin'),
  });
  const decoding = readDecoding(model.metadata);
  const temperatures = [decoding.temperature];
  const colour = networkAttempts(model, null, { ...decoding, temperatures, targets: null });
  const gamut = readGamut(await read('model.json'));
  const colourer: Colourer = {
    weightOf: balanceWeights(gamut, priorTable.decode(await read('balance'))),
    attempts: async (original) => (await colour(original)).flatMap(asBundled),
  };
  const images = imagesTable.decode(await read('images'));
  const measured = await measureImages(images, colourer, { name, pictures: name, progress });
  model.dispose();
  return measured;
};

function asBundled(attempt: Attempt): readonly Attempt[] {
  return attempt.method === 'network' ? [{ ...attempt, method: 'bundled model', temperature: NaN }] : [];
}
