import { readFile } from 'node:fs/promises';

import {
  AB_CELLS,
  AB_MIN,
  balanceFromCounts,
  balanceSigma,
  countAb,
  countLightness,
  countLightnessCells,
  countRows,
  gamutFromCounts,
  gamutFromHull,
  LIGHTNESS_CELLS,
  mergeSums,
  nearestBin,
  priorFromCounts,
  type ColourSums,
  type Gamut,
  type Prior,
} from '@tintype/colour';
import type { Compute, ShardInput, ShardOutput } from '@tintype/executor';
import {
  imagesTable,
  lightnessTable,
  lightnessUsageTable,
  priorTable,
  rowsTable,
  usageTable,
} from '@tintype/records';

import { addUsage, decodeUsage, encodeUsage, totalUsage, type Usage } from '../prior/colour-usage.ts';
import { addLightnessUsage, encodeLightnessUsage } from '../prior/lightness-usage.ts';
import type { PriorSettings } from '../stages/prior.ts';

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

/**
 * Adds up what was counted, which is exact in any order: of the training photos all of it, and of all photos how
 * common each colour is. None of it depends on the settings of the prior.
 */
export const merge: Compute = async ({ inputs }) => {
  const training = inputs.filter(isOfTraining);
  const others = inputs.filter((input) => !isOfTraining(input));
  const usage = await sumUsage(training);
  const copy = new Map([...usage].map(([className, counts]) => [className, counts.slice()]));
  const all = await sumUsage(others, copy);
  const lightness = mergeSums(
    (await decodeAll(training, 'lightness', lightnessTable.decode)).filter(hasPixels),
  );
  const rows = mergeSums((await decodeAll(training, 'rows', rowsTable.decode)).filter(hasPixels));
  return [
    usageOutput('usage', usage),
    usageOutput(ALL_USAGE, all),
    ...baselineOutputs('', lightness, rows, await sumLightnessUsage(training)),
  ];
};

/** The table of how often each colour is in all photos, held-out ones too. */
export const ALL_USAGE = 'usage-of-all';

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
  return [
    encodePrior(name, gamut, counts, priorFromCounts(counts, gamut, settings)),
    encodePrior('balance', gamut, all, balanceFromCounts(all, gamut, balanceSigma(settings.photos))),
  ];
};

async function totalOf(inputs: readonly ShardInput[], name: string): Promise<Float64Array> {
  const input = inputs.find((each) => each.name === name);
  return totalUsage(decodeUsage(await read(input), name));
}

function isOfTraining({ name }: ShardInput): boolean {
  return name.startsWith('counts/train/');
}

async function sumUsage(inputs: readonly ShardInput[], sum = new Map<string, Uint32Array>()): Promise<Usage> {
  for (const input of ofKind(inputs, 'usage')) addUsage(sum, await read(input), input.name);
  return sum;
}

async function sumLightnessUsage(inputs: readonly ShardInput[]): Promise<Float64Array> {
  const sum = new Float64Array(LIGHTNESS_CELLS);
  for (const input of ofKind(inputs, 'lightness-usage'))
    addLightnessUsage(sum, await read(input), input.name);
  return sum;
}

/** What each shard's task counted of this kind. */
function decodeAll<T>(
  inputs: readonly ShardInput[],
  kind: string,
  decode: (bytes: Uint8Array, from: string) => T,
): Promise<readonly T[]> {
  return Promise.all(ofKind(inputs, kind).map(async (input) => decode(await read(input), input.name)));
}

function ofKind(inputs: readonly ShardInput[], kind: string): readonly ShardInput[] {
  return inputs.filter(({ name }) => name.endsWith(`/${kind}`));
}

async function read(input: ShardInput | undefined): Promise<Uint8Array> {
  if (input === undefined) throw new Error('Internal error: expected an input');
  return readFile(input.path);
}

// A shard all of whose images are near-grey has no row at all.
function hasPixels({ count }: ColourSums): boolean {
  return count.length > 0;
}

function usageOutput(name: string, usage: Usage): ShardOutput {
  const { bytes, rows } = encodeUsage(usage);
  return { name, table: usageTable.name, bytes, rows };
}

/** What the baselines look up: mean colours per lightness and per row, and how often each colour is at each lightness. */
function baselineOutputs(
  prefix: string,
  lightness: ColourSums,
  rows: ColourSums,
  cells: Float64Array,
): readonly ShardOutput[] {
  const levels = ({ count }: ColourSums) => Int16Array.from(count, (_, i) => i);
  const lightnessBytes = lightnessTable.encode({ lightness: levels(lightness), ...lightness });
  const rowBytes = rowsTable.encode({ row: levels(rows), ...rows });
  return [
    {
      name: `${prefix}lightness`,
      table: lightnessTable.name,
      bytes: lightnessBytes,
      rows: lightness.count.length,
    },
    { name: `${prefix}rows`, table: rowsTable.name, bytes: rowBytes, rows: rows.count.length },
    { name: `${prefix}lightness-usage`, table: lightnessUsageTable.name, ...encodeLightnessUsage(cells) },
  ];
}

function encodePrior(
  name: string,
  gamut: Gamut,
  counts: Float64Array,
  { probability, weight }: Prior,
): ShardOutput {
  const bins = Int32Array.from(probability, (_, bin) => bin);
  const bytes = priorTable.encode({
    bin: bins,
    a: Float32Array.from(bins, (bin) => gamut.bins[2 * bin]),
    b: Float32Array.from(bins, (bin) => gamut.bins[2 * bin + 1]),
    count: countBins(gamut, counts),
    probability,
    weight,
  });
  return { name, table: priorTable.name, bytes, rows: bins.length };
}

/** Pixels whose nearest bin each bin is. */
function countBins(gamut: Gamut, counts: Float64Array): Float64Array {
  const nearest = nearestBin(gamut);
  const bins = new Float64Array(gamut.bins.length / 2);
  for (let cell = 0; cell < counts.length; cell++) {
    if (counts[cell] === 0) continue;
    const [a, b] = [Math.floor(cell / AB_CELLS) + AB_MIN + 0.5, (cell % AB_CELLS) + AB_MIN + 0.5];
    bins[nearest(a, b)] += counts[cell];
  }
  return bins;
}
