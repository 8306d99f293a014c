import {
  AB_CELLS,
  AB_MIN,
  balanceFromCounts,
  balanceSigma,
  countColours,
  type Gamut,
  gamutFromCounts,
  gamutFromHull,
  nearestBin,
  type Prior,
  priorFromCounts,
} from '@tintype/colour';
import type { Compute, Input, ShardOutput } from '@tintype/executor';
import { readGamut } from '@tintype/network/settings';
import { type FactsOf, imagesTable, priorTable } from '@tintype/records';
import type { TakeBytes } from '@tintype/store';

import { addUsage, totalUsage } from '../prior/colour-usage.ts';
import { baselineOutputs, usageOutput } from '../prior/count-outputs.ts';
import { ALL_USAGE } from '../prior/merge-counts.ts';
import type { PriorSettings } from '../schemas/prior.ts';

export { merge } from '../prior/merge-counts.ts';

/** Counts one shard's colours: per class on the ab grid, and per lightness and per row for the baselines. Near-grey images are left out. */
export const count: Compute<{ readonly classes: readonly string[] }> = async ({
  name,
  settings,
  inputs,
  memory,
}) => {
  const [input] = inputs;
  const { lab, nearGrey } = imagesTable.decode(await read(input, memory.take), input?.name);
  const [height = 0, width = 0] = lab.shape;
  const images = settings.classes.map((className, i) => ({
    class: className,
    lab: lab.data.subarray(i * height * width * 3, (i + 1) * height * width * 3),
  }));
  const { usage, ...counts } = countColours(
    images.filter((_, i) => !nearGrey[i]),
    width,
  );
  return [usageOutput(`${name}/usage`, usage), ...baselineOutputs(`${name}/`, counts)];
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
  const gamut = await chooseGamut(settings, counts, inputs);
  const nearest = nearestBin(gamut); // which remembers what it has looked for
  const [ofTraining, ofAll] = [countBins(counts, gamut, nearest), countBins(all, gamut, nearest)];
  const balance = balanceFromCounts(all, gamut, balanceSigma(settings.photos));
  return [
    encodePrior(name, gamut, ofTraining, priorFromCounts(counts, gamut, settings)),
    encodePrior('balance', gamut, ofAll, balance),
  ];
};

async function chooseGamut(
  { gamut, window }: DeriveSettings,
  counts: Float64Array,
  inputs: readonly Input[],
): Promise<Gamut> {
  switch (gamut) {
    case 'dataset':
      return gamutFromCounts(counts, window);
    case 'hull':
      return gamutFromHull();
    case 'model':
      return readGamut(await read(inputs.find(({ name }) => name === 'model.json')));
    default:
      return gamut satisfies never;
  }
}

async function totalOf(inputs: readonly Input[], name: string): Promise<Float64Array> {
  const input = inputs.find((each) => each.name === name);
  const usage = new Map<string, Uint32Array>();
  addUsage(usage, await read(input), name);
  return totalUsage(usage);
}

async function read(input: Input | undefined, take?: TakeBytes): Promise<Uint8Array> {
  if (input === undefined) throw new Error('Internal error: expected an input');
  return input.read(take);
}

function encodePrior(
  name: string,
  gamut: Gamut,
  { count, beyond }: BinCounts,
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
  const facts = { gamut: gamut.kind, window: gamut.window, beyond } satisfies FactsOf<typeof priorTable>;
  return { name, table: priorTable.name, bytes, rows: bins.length, facts };
}

interface BinCounts {
  /** Pixels whose nearest bin each bin is. [Q] */
  readonly count: Float64Array;
  /** Share of the pixels that lie further than a window from their nearest bin. */
  readonly beyond: number;
}

function countBins(counts: Float64Array, gamut: Gamut, nearest: ReturnType<typeof nearestBin>): BinCounts {
  const count = new Float64Array(gamut.bins.length / 2);
  let [total, far] = [0, 0];
  for (let cell = 0; cell < counts.length; cell++) {
    if (counts[cell] === 0) continue;
    const [a, b] = [Math.floor(cell / AB_CELLS) + AB_MIN + 0.5, (cell % AB_CELLS) + AB_MIN + 0.5];
    const bin = nearest(a, b);
    count[bin] += counts[cell];
    total += counts[cell];
    if (Math.hypot(a - gamut.bins[2 * bin], b - gamut.bins[2 * bin + 1]) > gamut.window) far += counts[cell];
  }
  return { count, beyond: far / Math.max(1, total) };
}
