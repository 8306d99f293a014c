import type { MetricsRows } from '@tintype/records';

import { relabel } from '../../src/cross-validate/relabel.ts';
import { scoreWithIntervals } from '../../src/evaluate/scores/bootstrap-scores.ts';
import { type MethodRow, networkAt } from '../../src/runs/method-row.ts';
import type { TunedSeed } from './run-seed.ts';

/** Fine-tuned models beside the bundled one, on the photos that were held out from their training. */
export interface Comparison {
  readonly tuned: MethodRow;
  /** Its `lead` is that of the fine-tuned models over it. */
  readonly bundled: MethodRow;
}

const BUNDLED = 'bundled model';

/**
 * The held-out photos of some seeds together. A photo that several seeds held out counts as often, and is drawn at
 * once for all of them: that makes no interval narrower.
 */
export function compareBundled(seeds: readonly TunedSeed[]): Comparison {
  const [temperature = NaN] = seeds.map((seed) => seed.temperature);
  const tables = seeds.flatMap(({ seed, metrics, temperature: own }) =>
    metrics.map((table) => nameSeed(relabel(table, own, temperature), seed)),
  );
  const rows = scoreWithIntervals(tables, {
    temperature,
    originalOf: (photo) => photo.slice(photo.indexOf(' ') + 1),
    isCompared: (method) => method === BUNDLED,
  });
  const tuned = networkAt(rows, temperature);
  const bundled = rows.find(({ method }) => method === BUNDLED);
  if (tuned === undefined || bundled === undefined)
    throw new Error('Internal error: expected scores of the network and of the bundled model');
  return { tuned, bundled };
}

/** "3 <photo>": two seeds may hold out the same one. */
function nameSeed(table: MetricsRows, seed: number): MetricsRows {
  return { ...table, photo: table.photo.map((photo) => `${seed} ${photo}`) };
}
