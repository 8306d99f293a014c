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
  const computations: Record<string, Rate> = {};
  const busy: Span[] = [];
  const add = (spec: ShardSpec, ms: number): void => {
    const kind = kindOf(spec);
    const before = computations[kind] ?? { shards: 0, work: 0, workMs: 0, fixedMs: 0 };
    const { work, workMs } = measureWork(spec, ms, heard.get(spec.key.name));
    computations[kind] = {
      shards: before.shards + 1,
      work: before.work + work,
      workMs: before.workMs + workMs,
      fixedMs: before.fixedMs + ms - workMs,
      settings,
    };
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
      const overheadMs = Math.max(0, runMs - lengthOfAll(busy));
      await writeRates(storeRoot, address, { overheadMs, computations });
    },
  };
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
