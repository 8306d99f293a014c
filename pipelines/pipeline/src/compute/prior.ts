import { readFile } from 'node:fs/promises';

import {
  AB_CELLS,
  AB_MIN,
  countAb,
  countLightness,
  gamutFromCounts,
  gamutFromHull,
  mergeLightness,
  nearestBin,
  priorFromCounts,
  type Gamut,
  type LightnessStatistics,
} from '@tintype/colour';
import type { Compute, ShardInput, ShardOutput } from '@tintype/executor';
import { imagesTable, lightnessTable, priorTable, usageTable } from '@tintype/records';

import { decodeUsage, encodeUsage, mergeUsage, totalUsage, type Usage } from '../prior/colour-usage.ts';
import type { PriorSettings } from '../stages/prior.ts';

/** Counts one shard's colours: per class on the ab grid, and per lightness for the baselines. Near-grey images are left out. */
export const count: Compute<{ readonly classes: readonly string[] }> = async ({ name, settings, inputs }) => {
  const [input] = inputs;
  const { lab, nearGrey } = imagesTable.decode(await read(input), input?.name);
  const pixels = lab.data.length / nearGrey.length;
  const usage = new Map<string, Uint32Array>();
  const parts: LightnessStatistics[] = [];
  for (const [i, className] of settings.classes.entries()) {
    if (nearGrey[i]) continue;
    const image = lab.data.subarray(i * pixels, (i + 1) * pixels);
    usage.set(className, countAb(image, usage.get(className)));
    parts.push(countLightness(image));
  }
  return [usageOutput(`${name}/usage`, usage), encodeLightness(`${name}/lightness`, mergeLightness(parts))];
};

export type DeriveSettings = Pick<PriorSettings, 'gamut' | 'window' | 'lambda' | 'smoothing'>;

/** Merges the counts of all shards, which is exact in any order, and derives gamut, prior and weights. */
export const derive: Compute<DeriveSettings> = async ({ name, settings, inputs }) => {
  const usage = mergeUsage(
    await Promise.all(
      inputsOf(inputs, 'usage').map(async (input) => decodeUsage(await read(input), input.name)),
    ),
  );
  const lightness = mergeLightness(await Promise.all(inputsOf(inputs, 'lightness').map(decodeLightness)));
  const counts = totalUsage(usage);
  const gamut = settings.gamut === 'hull' ? gamutFromHull() : gamutFromCounts(counts, settings.window);
  return [
    encodePrior(name, gamut, counts, settings),
    usageOutput('usage', usage),
    encodeLightness('lightness', lightness),
  ];
};

function inputsOf(inputs: readonly ShardInput[], kind: string): readonly ShardInput[] {
  return inputs.filter(({ name }) => name.endsWith(`/${kind}`));
}

async function read(input: ShardInput | undefined): Promise<Uint8Array> {
  if (input === undefined) throw new Error('Internal error: expected an input');
  return readFile(input.path);
}

async function decodeLightness(input: ShardInput): Promise<LightnessStatistics> {
  return lightnessTable.decode(await read(input), input.name);
}

function usageOutput(name: string, usage: Usage): ShardOutput {
  const { bytes, rows } = encodeUsage(usage);
  return { name, table: usageTable.name, bytes, rows };
}

function encodeLightness(name: string, { count, sumA, sumB }: LightnessStatistics): ShardOutput {
  const lightness = Int16Array.from(count, (_, i) => i);
  const bytes = lightnessTable.encode({ lightness, count, sumA, sumB });
  return { name, table: lightnessTable.name, bytes, rows: count.length };
}

function encodePrior(
  name: string,
  gamut: Gamut,
  counts: Float64Array,
  settings: DeriveSettings,
): ShardOutput {
  const { probability, weight } = priorFromCounts(counts, gamut, settings);
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
