import type { ShardEvent } from '@tintype/executor';
import type { Json } from '@tintype/store';

import { kindOf, type Rate, type RatesAddress, workOf, writeRates } from './rates.ts';
import type { ShardSpec } from './stage.ts';

export interface RateKeeper {
  /** Tells which shards a wave has. @returns the wave */
  follow(wave: readonly ShardSpec[]): readonly ShardSpec[];
  /** Hears how a shard goes on. */
  hear(event: ShardEvent): void;
  /** Keeps what was measured in a run of so many milliseconds; writes nothing when nothing was computed. */
  save(runMs: number): Promise<void>;
}

interface Address extends RatesAddress {
  readonly settings: Json;
}

/** First and last word of a shard: the share that was done and when that was. */
interface Heard {
  readonly first: Moment;
  readonly last: Moment;
}

interface Moment {
  readonly share: number;
  readonly at: number;
}

/** Measures what the computations of a run take. */
export function createRateKeeper(
  storeRoot: string,
  { settings, ...address }: Address,
  clock: () => number,
): RateKeeper {
  const specs = new Map<string, ShardSpec>();
  const heard = new Map<string, Heard>();
  const shards = new Map<string, MeasuredShard[]>();
  const busy: Span[] = [];
  const add = (spec: ShardSpec, ms: number): void => {
    const { work, workMs } = measureWork(spec, ms, heard.get(spec.key.name));
    const kind = kindOf(spec);
    shards.set(kind, [...(shards.get(kind) ?? []), { work, workMs, fixedMs: ms - workMs }]);
    busy.push({ from: clock() - ms, to: clock() });
  };
  return {
    follow(wave) {
      for (const spec of wave) specs.set(spec.key.name, spec);
      return wave;
    },
    hear(event) {
      if (event.type === 'shard-progress') {
        const moment = { share: event.done / event.total, at: clock() };
        heard.set(event.name, { first: heard.get(event.name)?.first ?? moment, last: moment });
      }
      const spec = event.type === 'shard-done' ? specs.get(event.name) : undefined;
      if (event.type === 'shard-done' && spec !== undefined) add(spec, event.ms);
    },
    async save(runMs) {
      if (busy.length === 0) return;
      const settled = [...shards].map(([kind, measured]) => [kind, withoutStart(measured)] as const);
      const length = lengthOfAll(busy);
      const threads = busy.reduce((sum, { from, to }) => sum + to - from, 0) / Math.max(1, length);
      const startMs = settled.reduce((sum, [, { startMs }]) => sum + startMs, 0) / Math.max(1, threads);
      const computations = Object.fromEntries(
        settled.map(([kind, { measured }]) => [kind, { ...sumOf(measured), settings }]),
      );
      await writeRates(storeRoot, address, {
        overheadMs: Math.max(0, runMs - length) + startMs,
        computations,
      });
    },
  };
}

interface MeasuredShard {
  readonly work: number;
  readonly workMs: number;
  readonly fixedMs: number;
}

function sumOf(measured: readonly MeasuredShard[]): Omit<Rate, 'settings'> {
  const sum = (of: keyof MeasuredShard) => measured.reduce((total, shard) => total + shard[of], 0);
  return { shards: measured.length, work: sum('work'), workMs: sum('workMs'), fixedMs: sum('fixedMs') };
}

/** Shards among which one that took far longer can be told from the others. */
const ENOUGH = 4;

/**
 * The first shard of each thread waits for the thread to start and to load the computation, which is no work: what
 * shards took beyond twice the usual counts as such.
 */
function withoutStart(measured: readonly MeasuredShard[]): {
  readonly measured: readonly MeasuredShard[];
  readonly startMs: number;
} {
  if (measured.length < ENOUGH) return { measured, startMs: 0 };
  const perUnit = measured.map(({ work, workMs }) => workMs / work).sort((x, y) => x - y);
  const usual = perUnit[Math.floor(perUnit.length / 2)] ?? 0;
  const settled = measured.map((shard) => {
    const workMs = usual * shard.work;
    return shard.workMs > 2 * workMs ? { ...shard, workMs } : shard;
  });
  return { measured: settled, startMs: sumOf(measured).workMs - sumOf(settled).workMs };
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** Of the time that at least one of the spans covers. */
function lengthOfAll(spans: readonly Span[]): number {
  let [length, end] = [0, -Infinity];
  for (const { from, to } of [...spans].sort((x, y) => x.from - y.from)) {
    length += Math.max(0, to - Math.max(from, end));
    end = Math.max(end, to);
  }
  return length;
}

/**
 * What a shard took for its work, and how much that was: what it takes before its first sign of progress and after
 * the last, such as loading a library, does not grow with the work; what a checkpoint held was not done now.
 */
function measureWork(
  spec: ShardSpec,
  ms: number,
  heard: Heard | undefined,
): { readonly work: number; readonly workMs: number } {
  const work = workOf(spec);
  if (heard === undefined) return { work, workMs: ms };
  const { first, last } = heard;
  const now = spec.hints?.resumable === true ? 1 - first.share : 1;
  const share = last.share - first.share;
  if (share <= 0 || last.at <= first.at) return { work, workMs: ms };
  return { work: work * now, workMs: Math.min(ms, ((last.at - first.at) * now) / share) };
}
