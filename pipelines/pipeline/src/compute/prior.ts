import {
  AB_CELLS,
  AB_MIN,
  balanceFromCounts,
  balanceSigma,
  type ColourSums,
  countAb,
  countLightness,
  countLightnessCells,
  countRows,
  type Gamut,
  gamutFromCounts,
  gamutFromHull,
  mergeSums,
  nearestBin,
  type Prior,
  priorFromCounts,
} from '@tintype/colour';
import type { Compute, Input, ShardOutput } from '@tintype/executor';
import { imagesTable, priorTable } from '@tintype/records';

import { addUsage, totalUsage } from '../prior/colour-usage.ts';
import { baselineOutputs, usageOutput } from '../prior/count-outputs.ts';
import { ALL_USAGE } from '../prior/merge-counts.ts';
import type { PriorSettings } from '../schemas/prior.ts';

export { merge } from '../prior/merge-counts.ts';

/** Counts one shard's colours: per class on the ab grid, and per lightness and per row for the baselines. Near-grey images are left out. */
export const count: Compute<{ readonly classes: readonly string[] }> = async ({ name, settings, inputs }) => {
  const [input] = inputs;
  const { lab, nearGrey } = imagesTable.decode(await read(input), input?.name);
  const [height = 0, width = 0] = lab.shape;
  const usage = new Map<string, Uint32Array>();
  const sums = { lightness: [] as ColourSums[], rows: [] as ColourSums[] };
  const cells = countLightnessCells(new Float32Array());
  for (const [i, className] of settings.classes.entries()) {
    if (nearGrey[i]) continue;
    const image = lab.data.subarray(i * height * width * 3, (i + 1) * height * width * 3);
    usage.set(className, countAb(image, usage.get(className)));
    sums.lightness.push(countLightness(image));
    sums.rows.push(countRows(image, width));
    countLightnessCells(image, cells);
  }
  return [
    usageOutput(`${name}/usage`, usage),
    ...baselineOutputs(`${name}/`, mergeSums(sums.lightness), mergeSums(sums.rows), cells),
  ];
};

export interface DeriveSettings extends Pick<PriorSettings, 'gamut' | 'window' | 'lambda' | 'smoothing'> {
  /** Photos that the balance is of. */
  readonly photos: number;
}

/**
 * Derives gamut, prior and weights from the merged counts of the training photos.
 * `balance` says how common the same bins are in all photos: what the class-balanced AuC weighs by. By the training
 * photos alone, one held-out photo with a colour that they hardly have would outweigh all others.
 */
export const derive: Compute<DeriveSettings> = async ({ name, settings, inputs }) => {
  const [counts, all] = [await totalOf(inputs, 'usage'), await totalOf(inputs, ALL_USAGE)];
  const gamut = settings.gamut === 'hull' ? gamutFromHull() : gamutFromCounts(counts, settings.window);
  const nearest = nearestBin(gamut); // which remembers what it has looked for
  const balance = balanceFromCounts(all, gamut, balanceSigma(settings.photos));
  return [
    encodePrior(name, gamut, countBins(counts, gamut, nearest), priorFromCounts(counts, gamut, settings)),
    encodePrior('balance', gamut, countBins(all, gamut, nearest), balance),
  ];
};

async function totalOf(inputs: readonly Input[], name: string): Promise<Float64Array> {
  const input = inputs.find((each) => each.name === name);
  const usage = new Map<string, Uint32Array>();
  addUsage(usage, await read(input), name);
  return totalUsage(usage);
}

async function read(input: Input | undefined): Promise<Uint8Array> {
  if (input === undefined) throw new Error('Internal error: expected an input');
  return input.read();
}

function encodePrior(
  name: string,
  gamut: Gamut,
  count: Float64Array, // [Q]
  { probability, weight }: Prior,
): ShardOutput {
  const bins = Int32Array.from(probability, (_, bin) => bin);
  const bytes = priorTable.encode({
    bin: bins,
    a: Float32Array.from(bins, (bin) => gamut.bins[2 * bin]),
    b: Float32Array.from(bins, (bin) => gamut.bins[2 * bin + 1]),
    count,
    probability,
    weight,
  });
  return { name, table: priorTable.name, bytes, rows: bins.length };
}

/** Pixels whose nearest bin each bin is. */
function countBins(counts: Float64Array, gamut: Gamut, nearest: ReturnType<typeof nearestBin>): Float64Array {
  const bins = new Float64Array(gamut.bins.length / 2);
  for (let cell = 0; cell < counts.length; cell++) {
    if (counts[cell] === 0) continue;
    const [a, b] = [Math.floor(cell / AB_CELLS) + AB_MIN + 0.5, (cell % AB_CELLS) + AB_MIN + 0.5];
    bins[nearest(a, b)] += counts[cell];
  }
  return bins;
}
