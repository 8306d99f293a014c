import { type ColourCounts, type ColourSums, findFilled, LIGHTNESS_CELLS, mergeSums } from '@tintype/colour';
import type { Compute, Input, ReusableInput, ShardOutput } from '@tintype/executor';
import { lightnessTable, rowsTable } from '@tintype/records';
import { type Digest, FILES_AT_ONCE, mapConcurrently } from '@tintype/store';

import { addUsage } from './colour-usage.ts';
import { baselineOutputs, usageOutput } from './count-outputs.ts';
import { addLightnessUsage } from './lightness-usage.ts';

/** The table of how often each colour is in all photos, held-out ones too. */
export const ALL_USAGE = 'usage-of-all';

/**
 * Adds up what was counted, which is exact in any order: of the training photos all of it, and of all photos how
 * common each colour is. None of it depends on the settings of the prior. Where there are older totals, only what has
 * changed since is added to them and taken away from them, which gives the same bytes.
 */
export const merge: Compute = async ({ inputs, reuse }) => {
  const changes = changesSince(reuse, inputs);
  // Whatever is wrong with older totals or counts, the sum of today's does without; what is wrong with those, it tells.
  const changed = changes && (await sumUp(changes).catch(() => null));
  return changed ?? sumUp(inputs.map(added));
};

/** A table of counts, or of older totals of them, with its sign in the sum. */
interface Summand {
  readonly name: string;
  readonly sign: 1 | -1;
  read(): Promise<Uint8Array>;
}

function added(input: Input): Summand {
  return { name: input.name, sign: 1, read: () => input.read() };
}

function older({ name, readIfIntact }: ReusableInput, sign: 1 | -1): Summand {
  const read = async () => {
    const bytes = await readIfIntact();
    if (bytes === null) throw new Error(`${name}: gone or damaged; the sum does without it`);
    return bytes;
  };
  return { name, sign, read };
}

/** Older totals and what has changed since; null where there are none, or where adding up all anew is less work. */
function changesSince(reuse: readonly ReusableInput[], inputs: readonly Input[]): readonly Summand[] | null {
  const totals = reuse.filter(({ name }) => TOTALS.includes(name));
  const before = reuse.filter(({ name }) => name.startsWith('counts/'));
  const removed = without(before, inputs).map((input) => older(input, -1));
  const changes = [...without(inputs, before).map(added), ...removed];
  if (totals.length < TOTALS.length || changes.length >= inputs.length) return null;
  return [...totals.map((input) => older(input, 1)), ...changes];
}

const TOTALS: readonly string[] = ['usage', ALL_USAGE, 'lightness', 'rows', 'lightness-usage'];

interface Named {
  readonly name: string;
  readonly sha256: Digest;
}

function without<T extends Named>(inputs: readonly T[], others: readonly Named[]): readonly T[] {
  const key = ({ name, sha256 }: Named) => `${name} ${sha256}`;
  const known = new Set(others.map(key));
  return inputs.filter((input) => !known.has(key(input)));
}

async function sumUp(summands: readonly Summand[]): Promise<readonly ShardOutput[]> {
  const training = summands.filter(({ name }) => !/^counts\/(?!train\/)/.test(name));
  const totals = {
    lightness: await sumColours(ofKind(training, 'lightness'), lightnessTable.decode),
    rows: await sumColours(ofKind(training, 'rows'), rowsTable.decode),
    cells: findFilled(await sumLightnessUsage(ofKind(training, 'lightness-usage'))),
  };
  return [
    usageOutput('usage', await sumUsage(ofKind(training, 'usage'))),
    usageOutput(ALL_USAGE, await sumUsage(ofKind(summands, 'usage', ALL_USAGE))),
    ...baselineOutputs('', totals),
  ];
}

/** What each shard's task counted of this kind, and the older total of it. */
function ofKind(summands: readonly Summand[], kind: string, total = kind): readonly Summand[] {
  return summands.filter(({ name }) => name === total || name.endsWith(`/${kind}`));
}

async function sumUsage(summands: readonly Summand[]): Promise<ColourCounts['usage']> {
  const sum = new Map<string, Uint32Array>();
  await readEach(summands, (bytes, from, sign) => addUsage(sum, bytes, from, sign));
  return new Map([...sum].map(([className, counts]) => [className, findFilled(counts)]));
}

async function sumLightnessUsage(summands: readonly Summand[]): Promise<Float64Array> {
  const sum = new Float64Array(LIGHTNESS_CELLS);
  await readEach(summands, (bytes, from, sign) => addLightnessUsage(sum, bytes, from, sign));
  return sum;
}

/** No level at all where no photo has a pixel that counts: a shard all of whose images are near-grey has no row. */
async function sumColours(
  summands: readonly Summand[],
  decode: (bytes: Uint8Array, from: string) => ColourSums,
): Promise<ColourSums> {
  let total = mergeSums([]);
  await readEach(summands, (bytes, from, sign) => {
    const part = decode(bytes, from);
    if (part.count.length > 0)
      total = mergeSums(total.count.length > 0 ? [total, times(part, sign)] : [times(part, sign)]);
  });
  return total.count.some((pixels) => pixels > 0) ? total : mergeSums([]);
}

function times({ count, sumA, sumB }: ColourSums, sign: 1 | -1): ColourSums {
  const signed = (values: Float64Array) => values.map((value) => sign * value);
  return { count: signed(count), sumA: signed(sumA), sumB: signed(sumB) };
}

/** Reads the tables, some at once and in any order. */
async function readEach(
  summands: readonly Summand[],
  use: (bytes: Uint8Array, from: string, sign: 1 | -1) => void,
): Promise<void> {
  await mapConcurrently(summands, FILES_AT_ONCE, async ({ name, sign, read }) =>
    use(await read(), name, sign),
  );
}
