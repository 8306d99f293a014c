import type { PriorRows } from '@tintype/records';

/** What smoothing does to the weights of the rarest bins, and of grey. */
export interface SmoothingChanges {
  readonly bins: number;
  /** Median weight of the rarer half of the bins, in the order of the raw prior. */
  readonly rare: { readonly raw: number; readonly smoothed: number };
  readonly greatest: { readonly raw: number; readonly smoothed: number };
  /** Of the most frequent bin. */
  readonly commonest: { readonly raw: number; readonly smoothed: number };
  /** Factor by which smoothing raises the probability of the rarer half of the bins, all together. */
  readonly rareMass: number;
}

export function smoothingChanges(raw: PriorRows, smoothed: PriorRows): SmoothingChanges {
  const order = [...raw.probability.keys()].sort((x, y) => raw.probability[x] - raw.probability[y]);
  const rarer = order.slice(0, Math.floor(order.length / 2));
  const commonest = order.at(-1) ?? 0;
  const both = (of: (prior: PriorRows) => number) => ({ raw: of(raw), smoothed: of(smoothed) });
  const mass = both(({ probability }) => rarer.reduce((sum, bin) => sum + probability[bin], 0));
  return {
    bins: order.length,
    rare: both(({ weight }) => middleOf(rarer.map((bin) => weight[bin]))),
    greatest: both(({ weight }) => Math.max(...weight)),
    commonest: both(({ weight }) => weight[commonest]),
    rareMass: mass.smoothed / mass.raw,
  };
}

function middleOf(values: readonly number[]): number {
  const sorted = [...values].sort((x, y) => x - y);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
