import type { Rng } from '../rng.ts';

/** How often each of `groups` was drawn in each resample, [resamples, groups]; every resample draws as many as there are. */
export interface Resamples {
  readonly groups: number;
  readonly counts: Uint16Array;
}

/** Lower and upper end. */
export type Interval = readonly [low: number, high: number];

/**
 * Draws groups with replacement (Efron & Tibshirani 1993, chapter 6). Groups are what is independent: photos, or the
 * originals of crops, never pixels. All methods share the draws, so that differences between them are paired.
 */
export function drawResamples(groups: number, rng: Rng, resamples = 1000): Resamples {
  if (!(Number.isInteger(groups) && groups >= 1)) {
    throw new RangeError(`drawResamples: groups: expected a positive whole number, got ${groups}`);
  }
  const counts = new Uint16Array(resamples * groups);
  for (let resample = 0; resample < resamples; resample++) {
    for (let draw = 0; draw < groups; draw++) {
      const at = resample * groups + Math.floor(rng() * groups);
      counts[at] = counts[at] + 1;
    }
  }
  return { groups, counts };
}

/** Σ over groups of value · times drawn, for each resample: what the sum over all groups could have been. */
export function resampledSums(values: ArrayLike<number>, { groups, counts }: Resamples): Float64Array {
  if (values.length !== groups) {
    throw new RangeError(`resampledSums: expected ${groups} values, one a group, got ${values.length}`);
  }
  const sums = new Float64Array(counts.length / groups);
  for (let resample = 0; resample < sums.length; resample++) {
    let sum = 0;
    for (let group = 0; group < groups; group++) sum += counts[resample * groups + group] * values[group];
    sums[resample] = sum;
  }
  return sums;
}

/**
 * The central interval that holds `level` of the resampled values: the percentile bootstrap (Efron & Tibshirani 1993,
 * section 13.3), quantiles interpolated linearly as numpy does.
 */
export function percentileInterval(values: Float64Array, level = 0.95): Interval {
  if (values.length === 0 || values.some(Number.isNaN)) {
    throw new RangeError('percentileInterval: expected at least one value and no NaN');
  }
  const sorted = values.slice().sort();
  return [quantile(sorted, (1 - level) / 2), quantile(sorted, (1 + level) / 2)];
}

function quantile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const [low, high] = [sorted[below], sorted[Math.ceil(place)]];
  return low === high ? low : low + (place - below) * (high - low); // equal infinities have no difference
}

/** Whether zero lies outside an interval: a difference that the choice of photos alone would hardly make. */
export function excludesZero([low, high]: Interval): boolean {
  return low > 0 || high < 0;
}
