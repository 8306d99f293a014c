import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';
import type { ShardEvent } from '@tintype/executor';
import type { Json } from '@tintype/store';

import { predictMs } from './predict.ts';
import { createRateKeeper, type Followed } from './rate-keeper.ts';
import { nearestRate, readRates } from './rates.ts';

const newStore = () => mkdtemp(join(tmpdir(), 'tintype-rates-'));

/** A shard that is to be computed. */
type Shard = Followed & { readonly name: string };

const shard = (name: string, work: number, kind = 'train'): Shard => ({ name, work, kind, resumable: false });

interface Run {
  readonly recipe?: string;
  readonly settings?: Json;
  /** Events with the time of each, in milliseconds. */
  readonly events: readonly (readonly [at: number, event: ShardEvent])[];
  readonly runMs: number;
}

const progress = (name: string, done: number, total: number): ShardEvent => ({
  ...{ type: 'shard-progress', name, done, total, figures: {} },
});
const done = (name: string, ms: number): ShardEvent => ({ type: 'shard-done', name, shards: [], ms });

async function measure(store: string, shards: readonly Shard[], run: Run): Promise<void> {
  const { recipe = 'default', settings = {}, events, runMs } = run;
  let now = 0;
  const keeper = createRateKeeper(store, { pipeline: 'p', recipe, stage: 'train', settings }, () => now);
  for (const { name, ...followed } of shards) keeper.follow(name, followed);
  for (const [at, event] of events) {
    now = at;
    keeper.hear(event);
  }
  await keeper.save(runMs);
}

async function predict(
  store: string,
  items: readonly { kind: string; work: number }[],
  {
    settings = {},
    threads = 1,
    recipe = 'default',
  }: { settings?: Json; threads?: number; recipe?: string } = {},
) {
  const rates = await readRates(store, { pipeline: 'p', recipe, stage: 'train' });
  return predictMs(items, { rates, settings, threads });
}

describe('rates', () => {
  it('grow with the work, and not with what a shard and the stage take besides', async () => {
    const store = await newStore();
    // 300 ms to start, 1000 ms for 100 units, 200 ms to end; the stage itself takes 500 ms more.
    const events = [
      [300, progress('a', 0, 10)],
      [1300, progress('a', 10, 10)],
      [1500, done('a', 1500)],
    ] as const;
    await measure(store, [shard('a', 100)], { events, runMs: 2000 });
    expect((await predict(store, [{ kind: 'train', work: 100 }]))?.likely).toBe(2000);
    expect((await predict(store, [{ kind: 'train', work: 500 }]))?.likely).toBe(6000);
  });

  it('go by the usual pace of a shard, not by its first step and its checkpoints', async () => {
    const store = await newStore();
    const moments = [
      [0, 0],
      [900, 1],
      [1000, 11],
      [1700, 12], // a checkpoint was saved
      [1800, 22],
    ] as const;
    const said = moments.map(([at, steps]) => [at, progress('a', steps, 22)] as const);
    await measure(store, [shard('a', 22)], { events: [...said, [1800, done('a', 1800)]], runMs: 1800 });
    expect((await predict(store, [{ kind: 'train', work: 22 }]))?.likely).toBeCloseTo(1800, 6);
    expect((await predict(store, [{ kind: 'train', work: 2200 }]))?.likely).toBeCloseTo(1580 + 22_000, 6);
  });

  it('leave out what a checkpoint held', async () => {
    const store = await newStore();
    const events = [
      [0, progress('a', 9, 10)],
      [100, progress('a', 10, 10)],
      [100, done('a', 100)],
    ] as const;
    await measure(store, [{ ...shard('a', 1000), resumable: true }], { events, runMs: 100 });
    expect((await predict(store, [{ kind: 'train', work: 1000 }]))?.likely).toBeCloseTo(1000, 6);
  });

  it('tell the start of threads from work, which few shards more do not share', async () => {
    const store = await newStore();
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    // Two threads, of which each starts for 900 ms: then each shard takes 100 ms.
    const times = [1000, 1000, 1100, 1100, 1200, 1200];
    const events = names.map((name, i) => [times[i] ?? 0, done(name, i < 2 ? 1000 : 100)] as const);
    await measure(
      store,
      names.map((name) => shard(name, 1)),
      { events, runMs: 1200 },
    );
    const all = names.map(() => ({ kind: 'train', work: 1 }));
    expect((await predict(store, all, { threads: 2 }))?.likely).toBeCloseTo(1200, 6);
    expect((await predict(store, all.slice(0, 1), { threads: 2 }))?.likely).toBeCloseTo(1000, 6);
  });

  it('are shared by the threads, a shard to each', async () => {
    const store = await newStore();
    await measure(store, [shard('a', 10)], { events: [[50, done('a', 50)]], runMs: 50 });
    const items = [20, 10, 10].map((work) => ({ kind: 'train', work }));
    expect((await predict(store, items, { threads: 2 }))?.likely).toBe(100);
    expect((await predict(store, items, { threads: 8 }))?.likely).toBe(100);
  });

  it('are those of the recipe nearest in settings, in whatever order its keys stand', async () => {
    const store = await newStore();
    const recipes = [
      ['wide', { network: { kind: 'article', width: 16 }, back: 'wasm' }, 900],
      ['other', { network: { kind: 'article', width: 4 }, back: 'tensorflow' }, 300],
      ['near', { network: { kind: 'article', width: 4 }, back: 'wasm' }, 100],
    ] as const;
    for (const [recipe, settings, ms] of recipes)
      await measure(store, [shard('a', 1)], { recipe, settings, events: [[ms, done('a', ms)]], runMs: ms });
    const settings = { back: 'wasm', network: { width: 5, kind: 'article' } };
    const found = await predict(store, [{ kind: 'train', work: 1 }], { settings, recipe: 'new' });
    expect(found).toEqual({ least: 50, likely: 100, most: 200 });
    const measured = await readRates(store, { pipeline: 'p', recipe: 'new', stage: 'train' });
    const reordered = { back: 'wasm', network: { width: 4, kind: 'article' } };
    expect(nearestRate('train', reordered, measured)?.same).toBe(true);
  });

  it('are of any number of shards', async () => {
    const store = await newStore();
    await measure(store, [shard('a', 10)], { events: [[50, done('a', 50)]], runMs: 50 });
    const items = Array.from({ length: 300_000 }, () => ({ kind: 'train', work: 10 }));
    expect((await predict(store, items, { threads: 2 }))?.likely).toBe(150_000 * 50);
  });

  it('are unknown of a computation that has never run, and kept of one that has not run again', async () => {
    const store = await newStore();
    await measure(store, [shard('a', 1, 'count')], { events: [[10, done('a', 10)]], runMs: 10 });
    await measure(store, [shard('b', 1, 'merge')], { events: [[20, done('b', 20)]], runMs: 20 });
    expect((await predict(store, [{ kind: 'count', work: 3 }]))?.likely).toBe(30);
    expect(
      await predict(store, [
        { kind: 'count', work: 3 },
        { kind: 'derive', work: 1 },
      ]),
    ).toBeNull();
  });
});
