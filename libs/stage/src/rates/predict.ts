import type { Json } from '@tintype/store';

import type { ForecastWork } from './forecast.ts';
import { nearestRate, type RecipeRates, withCopies } from './rates.ts';

/** Some computation that is to be done, in the unit of its rate. */
export interface WorkItem {
  readonly kind: string;
  readonly work: number;
  /** The kind whose rate will do where this one has not been measured. */
  readonly orElse?: string;
}

/** A time in milliseconds: the likeliest, and between what it will be in all likelihood. */
export interface Prediction {
  readonly least: number;
  readonly likely: number;
  readonly most: number;
}

export interface Measured {
  /** Of the stage, the recipe's own first. */
  readonly rates: readonly RecipeRates[];
  /** The stage's settings now. */
  readonly settings: Json;
  readonly threads: number;
}

/** How much longer or shorter the same work takes on another day, beside other programs. */
const SPREAD = 1.5;
/** The same for work that was measured with other settings. */
const FAR_SPREAD = 2;

/** What computing the items would take, each on a thread; null where there is no rate of one of them. */
export function predictMs(
  items: readonly WorkItem[],
  { rates, settings, threads }: Measured,
): Prediction | null {
  if (items.length === 0) return { least: 0, likely: 0, most: 0 };
  const each: number[] = [];
  let spread = SPREAD;
  const rateOf = rememberRates(settings, rates);
  for (const { kind, orElse, work } of items) {
    const found = rateOf(kind) ?? rateOf(orElse ?? kind);
    if (found === null) return null;
    const { shards, fixedMs, workMs, work: measured } = found.rate;
    each.push(fixedMs / shards + (measured > 0 ? (work * workMs) / measured : 0));
    if (!found.same) spread = FAR_SPREAD;
  }
  const overheadMs = rates[0]?.overheadMs ?? 0;
  const likely = overheadMs + spreadOver(each, threads);
  return { least: likely / spread, likely, most: likely * spread };
}

/** The nearest rate of each kind, found once: thousands of items are of a few kinds. */
function rememberRates(settings: Json, rates: Measured['rates']) {
  const known = new Map<string, ReturnType<typeof nearestRate>>();
  return (kind: string): ReturnType<typeof nearestRate> => {
    const found = known.get(kind) ?? nearestRate(kind, settings, rates);
    known.set(kind, found);
    return found;
  };
}

/** The computations that a forecast stands for. */
export function toItems({ compute, shards, work, copies = false }: ForecastWork): readonly WorkItem[] {
  const count = Math.ceil(shards);
  const kind = copies ? withCopies(compute) : compute;
  return Array.from({ length: count }, () => ({ kind, work: work / count, orElse: compute }));
}

/** The threads share the work, but a shard stays on one of them. */
function spreadOver(each: readonly number[], threads: number): number {
  const sum = each.reduce((total, ms) => total + ms, 0);
  return each.reduce((most, ms) => Math.max(most, ms), sum / threads);
}
