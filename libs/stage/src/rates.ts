import { join } from 'node:path';

import { namesIn, publish, readableJson, readTextIfThere } from '@tintype/store';
import { z } from 'zod';

import type { ShardSpec } from './stage.ts';

const ratesSchema = z.record(
  z.string(),
  z.strictObject({ shards: z.int().min(1), inputs: z.int().min(0), ms: z.number().min(0) }),
);

/** What the computations of a stage took when they last ran, by their kind. No part of any result. */
export type Rates = Readonly<z.infer<typeof ratesSchema>>;

export interface RatesAddress {
  readonly pipeline: string;
  readonly recipe: string;
  readonly stage: string;
}

export interface RateKeeper {
  /** Tells which shards a wave has. @returns the wave */
  follow(wave: readonly ShardSpec[]): readonly ShardSpec[];
  add(done: { readonly name: string; readonly ms: number }): void;
  /** Keeps what was measured; writes nothing when nothing was computed. */
  save(): Promise<void>;
}

export function createRateKeeper(storeRoot: string, address: RatesAddress): RateKeeper {
  const specs = new Map<string, ShardSpec>();
  const measured: Record<string, { shards: number; inputs: number; ms: number }> = {};
  return {
    follow(wave) {
      for (const spec of wave) specs.set(spec.key.name, spec);
      return wave;
    },
    add({ name, ms }) {
      const spec = specs.get(name);
      if (spec === undefined) return;
      const rate = (measured[kindOf(spec)] ??= { shards: 0, inputs: 0, ms: 0 });
      rate.shards += 1;
      rate.inputs += unitsOf(spec);
      rate.ms += ms;
    },
    async save() {
      if (Object.keys(measured).length === 0) return;
      const file = ratesFile(storeRoot, address);
      await publish(file, readableJson({ ...(await readFile(file)), ...measured }));
    },
  };
}

/** This recipe's rates where it has run, else those of any other recipe. */
export async function readRates(storeRoot: string, address: RatesAddress): Promise<Rates> {
  const own = await readFile(ratesFile(storeRoot, address));
  const recipes = await namesIn(join(storeRoot, 'rates', address.pipeline));
  const others = await Promise.all(
    recipes.map((recipe) => readFile(ratesFile(storeRoot, { ...address, recipe }))),
  );
  return Object.assign({}, ...others, own);
}

/**
 * Milliseconds that computing these shards would take on so many threads, at the rates of earlier runs; null when
 * there is none of one of them.
 */
export function predictMs(wave: readonly ShardSpec[], rates: Rates, threads: number): number | null {
  const each = wave.map((spec) => {
    const rate = rates[kindOf(spec)] ?? rates[spec.key.compute];
    return rate === undefined ? null : (rate.ms * unitsOf(spec)) / Math.max(1, rate.inputs);
  });
  if (each.includes(null)) return null;
  return spread(each.map(Number), threads);
}

/** The same for a stage of which only the number of shards is known. */
export function predictWholeMs(shards: number, rates: Rates, threads: number): number | null {
  const all = Object.values(rates);
  const count = all.reduce((sum, rate) => sum + rate.shards, 0);
  if (count === 0) return null;
  const mean = all.reduce((sum, { ms }) => sum + ms, 0) / count;
  return spread(Array<number>(shards).fill(mean), threads);
}

/** The threads share the work, but a shard stays on one of them. */
function spread(each: readonly number[], threads: number): number {
  const sum = each.reduce((total, ms) => total + ms, 0);
  return Math.max(sum / threads, ...each);
}

/** A shard that copies most of its rows from others takes another time than one that computes them. */
function kindOf({ key: { compute }, hints }: ShardSpec): string {
  return (hints?.reuse?.() ?? []).length > 0 ? `${compute} with copies` : compute;
}

/** The work of a shard grows with what it reads. */
function unitsOf({ key }: ShardSpec): number {
  return Math.max(1, key.inputs.length);
}

function ratesFile(storeRoot: string, { pipeline, recipe, stage }: RatesAddress): string {
  return join(storeRoot, 'rates', pipeline, recipe, `${stage}.json`);
}

/** A file that cannot be understood costs a prediction, nothing else. */
async function readFile(file: string): Promise<Rates> {
  const text = await readTextIfThere(file);
  return (text === null ? undefined : parseOrNothing(text)) ?? {};
}

function parseOrNothing(text: string): Rates | undefined {
  try {
    return ratesSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined; // no JSON
  }
}
