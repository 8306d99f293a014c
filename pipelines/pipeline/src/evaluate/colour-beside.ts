import type { Compute } from '@tintype/executor';
import { type BackEndChoice, type Model, readDecoding } from '@tintype/network';
import { readGamut } from '@tintype/network/settings';
import { imagesTable, priorTable } from '@tintype/records';

import { readInput } from '../read-input.ts';
import { type Attempt, networkAttempts } from './attempts.ts';
import { balanceWeigher } from './balance-weights.ts';
import { keepColouringModel } from './kept/keep-colouring-model.ts';
import { measureImages } from './measure-images.ts';
import type { Colourer } from './open-colourer.ts';

const openOnce = keepColouringModel();

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
  const colouring = await openOnce({ inputs, settings, model: 'bundled/' }, (model) =>
    asBundled(model, read),
  );
  const images = imagesTable.decode(await read('images'));
  return measureImages(images, colouring, { name, pictures: name, progress });
};

async function asBundled(
  { gamut, metadata }: Model,
  read: (name: string) => Promise<Uint8Array>,
): Promise<Colourer> {
  const decoding = readDecoding(metadata);
  const byNetwork = networkAttempts(gamut, { ...decoding, temperatures: [decoding.temperature] });
  const ofRun = readGamut(await read('model.json'));
  const weigh = balanceWeigher(ofRun, priorTable.decode(await read('balance')));
  return {
    colour: (original, said) => ({
      attempts: renamed(byNetwork(original, said, null)),
      weights: weigh(original.ab),
    }),
  };
}

function* renamed(attempts: Iterable<Attempt>): Generator<Attempt> {
  for (const attempt of attempts)
    if (attempt.method === 'network') yield { ...attempt, method: 'bundled model', temperature: NaN };
}
