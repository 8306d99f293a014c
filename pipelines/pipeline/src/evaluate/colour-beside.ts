import type { Compute } from '@tintype/executor';
import { type BackEndChoice, loadModel, readDecoding } from '@tintype/network';
import { openBackEnd } from '@tintype/network/node';
import { readGamut } from '@tintype/network/settings';
import { imagesTable, metricsTable, priorTable } from '@tintype/records';

import { readInput } from '../read-input.ts';
import { imagesIn } from '../runs/table-rows.ts';
import { type Attempt, networkAttempts } from './attempts.ts';
import { balanceWeights } from './balance-weights.ts';
import { encodePredictions, type Prediction } from './encode-predictions.ts';
import { encodeMetrics, type MetricsRow } from './measure-attempt.ts';
import { measurePhoto } from './measure-photo.ts';

/**
 * What the bundled model makes of one shard of held-out photos, decoded as it says, and weighed as this run weighs: a
 * method of its own beside the network.
 */
export const colourBeside: Compute<{ readonly backEnd: BackEndChoice }> = async ({
  name,
  settings,
  inputs,
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
  const weightOf = balanceWeights(
    readGamut(await read('model.json')),
    priorTable.decode(await read('balance')),
  );
  const metrics: MetricsRow[] = [];
  const predictions: Prediction[] = [];
  const images = imagesTable.decode(await read('images'));
  for (const { photo, lab, size, nearGrey } of imagesIn(images)) {
    if (nearGrey) continue;
    const attempts = async (original: Parameters<typeof colour>[0]) =>
      (await colour(original)).flatMap(asBundled);
    const { rows, coloured } = await measurePhoto(photo, { lab, size }, { attempts, weightOf });
    metrics.push(...rows);
    predictions.push(...coloured.map((one) => ({ photo, ...one })));
  }
  model.dispose();
  return [
    {
      name: `metrics/${name}`,
      table: metricsTable.name,
      bytes: encodeMetrics(metrics),
      rows: metrics.length,
    },
    encodePredictions(name, predictions, images.lab.shape[0] ?? 0),
  ];
};

function asBundled(attempt: Attempt): readonly Attempt[] {
  return attempt.method === 'network' ? [{ ...attempt, method: 'bundled model', temperature: NaN }] : [];
}
