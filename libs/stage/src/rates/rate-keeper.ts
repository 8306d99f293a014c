import type { ShardDone, ShardEvent } from '@tintype/executor';
import type { Json } from '@tintype/store';

import { type Rate, type RatesAddress, writeRates } from './rates.ts';

/** What is known of a computation before it runs. */
export interface Followed {
  readonly kind: string;
  readonly work: number;
  readonly resumable: boolean;
}

export interface RateKeeper {
  /** Tells of a shard that is to be computed. */
  follow(name: string, followed: Followed): void;
  /** Hears how a shard goes on. */
  hear(event: ShardEvent): void;
  /** Keeps what was measured in a run of so many milliseconds; writes nothing when nothing was computed. */
  save(runMs: number): Promise<void>;
}

interface Address extends RatesAddress {
  readonly settings: Json;
}

/** What a shard has said of its progress: the share that was done, and when that was. */
type Heard = readonly Moment[];

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
  const awaited = new Map<string, Followed>();
  const heard = new Map<string, Moment[]>();
  const shards = new Map<string, MeasuredShard[]>();
  const busy: Span[] = [];
  const add = ({ name, ms, agoMs = 0 }: ShardDone): void => {
    const followed = awaited.get(name);
    if (followed === undefined) return;
    const { work, workMs } = measureWork(followed, ms, heard.get(name) ?? []);
    const measured = shards.get(followed.kind) ?? [];
    shards.set(followed.kind, measured);
    measured.push({ work, workMs, fixedMs: ms - workMs });
    const to = clock() - agoMs;
    busy.push({ from: to - ms, to });
    awaited.delete(name);
    heard.delete(name);
  };
  return {
    follow: (name, followed) => void awaited.set(name, followed),
    hear(event) {
      if (event.type === 'shard-progress') {
        const said = heard.get(event.name) ?? [];
        heard.set(event.name, said);
        said.push({ share: event.done / event.total, at: clock() });
      }
      if (event.type === 'shard-done') add(event);
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
 * What a shard took for its work, and how much that was, at the pace that it came to. What it takes
 * besides, such as loading a library, the first step, or saving a checkpoint, does not grow with the work; what a
 * checkpoint held was not done now.
 */
function measureWork(
  { work, resumable }: Followed,
  ms: number,
  heard: Heard,
): { readonly work: number; readonly workMs: number } {
  const pace = usualPace(heard);
  if (pace === null) return { work, workMs: ms };
  const now = resumable ? 1 - (heard[0]?.share ?? 0) : 1;
  return { work: work * now, workMs: Math.min(ms, pace * now) };
}

/** Milliseconds that the whole would take at the pace of the quickest quarter of the way; null where there is nothing to reckon with. */
function usualPace(heard: Heard): number | null {
  const steps = heard
    .slice(1)
    .map(({ share, at }, i) => ({ share: share - (heard[i]?.share ?? 0), ms: at - (heard[i]?.at ?? 0) }))
    .filter(({ share, ms }) => share > 0 && ms > 0)
    .sort((x, y) => x.ms / x.share - y.ms / y.share);
  const quarter = steps.reduce((sum, { share }) => sum + share, 0) / 4;
  let way = 0;
  const quick = steps.find(({ share }) => (way += share) >= quarter);
  return quick === undefined ? null : quick.ms / quick.share;
}
