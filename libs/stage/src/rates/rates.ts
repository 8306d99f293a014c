import { join } from 'node:path';

import type { ShardInput, ShardKey } from '@tintype/executor';
import { canonicalJson, type Json, namesIn, publish, readableJson, readTextIfThere } from '@tintype/store';
import { z } from 'zod';

import type { ShardSpec } from '../stage.ts';

const amount = z.number().min(0);
const json: z.ZodType<Json> = z.json();

const rateSchema = z.strictObject({
  shards: z.int().min(1),
  /** Units of work that were done, as the shards' hints state them. */
  work: amount,
  /** Milliseconds that they took, and those that their shards took before and after. */
  workMs: amount,
  fixedMs: amount,
  /** The stage's settings then. */
  settings: json,
});

const ratesSchema = z.strictObject({
  /** Milliseconds of the stage's last run that were no computation's, such as the start of threads. */
  overheadMs: amount,
  computations: z.record(z.string(), rateSchema),
});

/** What a computation took when it last ran in a recipe. No part of any result. */
export type Rate = z.output<typeof rateSchema>;
export type RecipeRates = z.output<typeof ratesSchema>;

export interface RatesAddress {
  readonly pipeline: string;
  readonly recipe: string;
  readonly stage: string;
}

/** What recipes have measured of a stage: the recipe's own first. */
export async function readRates(storeRoot: string, address: RatesAddress): Promise<readonly RecipeRates[]> {
  const recipes = await namesIn(join(storeRoot, 'rates', address.pipeline));
  const others = recipes.filter((recipe) => recipe !== address.recipe).sort();
  const all = await Promise.all(
    [address.recipe, ...others].map((recipe) => readFile(ratesFile(storeRoot, { ...address, recipe }))),
  );
  return all.filter((rates) => rates !== null);
}

/** What a computation last took in a recipe, in milliseconds, each of its shards on its thread; null where it has not run. */
export async function readMeasuredMs(
  storeRoot: string,
  { compute, ...address }: RatesAddress & { readonly compute: string },
): Promise<number | null> {
  const rate = (await readFile(ratesFile(storeRoot, address)))?.computations[compute];
  return rate === undefined ? null : rate.workMs + rate.fixedMs;
}

/** Keeps what was measured: of a computation that did not run, what it took before. */
export async function writeRates(
  storeRoot: string,
  address: RatesAddress,
  measured: RecipeRates,
): Promise<void> {
  const file = ratesFile(storeRoot, address);
  const before = await readFile(file);
  const computations = { ...before?.computations, ...measured.computations };
  await publish(file, readableJson({ ...measured, computations }));
}

/** The rate of a computation in the recipe nearest in settings, and whether the settings are the same. */
export function nearestRate(
  kind: string,
  settings: Json,
  measured: readonly RecipeRates[],
): { readonly rate: Rate; readonly same: boolean } | null {
  const [nearest] = measured
    .flatMap(({ computations }) => computations[kind] ?? [])
    .map((rate) => ({ rate, distance: distanceBetween(rate.settings, settings) }))
    .sort((x, y) => x.distance - y.distance);
  return nearest === undefined ? null : { rate: nearest.rate, same: nearest.distance === 0 };
}

/** A shard that copies most of its rows from others takes another time than one that computes them. */
export function kindOf({ compute }: Pick<ShardKey, 'compute'>, reuse: readonly ShardInput[]): string {
  return reuse.length > 0 ? withCopies(compute) : compute;
}

export function withCopies(compute: string): string {
  return `${compute} with copies`;
}

/** The work of a shard that does not state it grows with what it reads. */
export function workOf({ key, hints }: ShardSpec): number {
  return hints?.work ?? Math.max(1, key.inputs.length);
}

/** One for each setting that differs, less where a number differs by less than e times. */
function distanceBetween(one: Json, other: Json): number {
  if (isRecord(one) && isRecord(other)) {
    const keys = [...new Set([...Object.keys(one), ...Object.keys(other)])];
    return keys.reduce((sum, key) => sum + distanceBetween(one[key] ?? null, other[key] ?? null), 0);
  }
  if (typeof one === 'number' && typeof other === 'number' && one > 0 && other > 0)
    return Math.min(1, Math.abs(Math.log(one / other)));
  return canonicalJson(one) === canonicalJson(other) ? 0 : 1;
}

function isRecord(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function ratesFile(storeRoot: string, { pipeline, recipe, stage }: RatesAddress): string {
  return join(storeRoot, 'rates', pipeline, recipe, `${stage}.json`);
}

/** A file that cannot be understood costs a prediction, nothing else. */
async function readFile(file: string): Promise<RecipeRates | null> {
  const text = await readTextIfThere(file);
  return (text === null ? undefined : parseOrNothing(text)) ?? null;
}

function parseOrNothing(text: string): RecipeRates | undefined {
  try {
    return ratesSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined; // no JSON
  }
}
