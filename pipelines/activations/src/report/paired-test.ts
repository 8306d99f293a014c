/** What is known of a mean difference from pairs; NaN where a single pair leaves nothing to judge by. */
export interface PairedTest {
  /** Mean of the differences. */
  readonly difference: number;
  /** Where the true mean lies with the confidence asked for. */
  readonly interval: readonly [low: number, high: number];
  /**
   * Two-sided, of Student's paired t-test: how likely at least this difference is where there is none. NaN where all
   * pairs differ by the same: few seeds and few pictures make that happen, and it leaves no noise to compare with.
   */
  readonly p: number;
}

/** Differences that spread by less than this share of their mean are the same but for rounding. */
const SAME = 1e-9;

/** Student's paired t-test of `differences`, one for each pair, with an interval of confidence `level`. */
export function pairedTest(differences: readonly number[], level = 0.95): PairedTest {
  const count = differences.length;
  const difference = meanOf(differences);
  if (count < 2) return { difference, interval: [NaN, NaN], p: NaN };
  const error = deviationOf(differences) / Math.sqrt(count);
  if (error < SAME * Math.abs(difference) || error === 0) return { difference, interval: [NaN, NaN], p: NaN };
  const reach = error * studentQuantile(level, count - 1);
  const p = 1 - studentWithin(Math.abs(difference) / error, count - 1);
  return { difference, interval: [difference - reach, difference + reach], p };
}

/**
 * Holm 1979: of several p, each as it stands beside the others, so that the chance of any false alarm stays what it
 * would be for one. NaN stays NaN and counts for nothing.
 */
export function holm(p: readonly number[]): number[] {
  const order = [...p.keys()].filter((i) => !Number.isNaN(p[i])).sort((i, j) => (p[i] ?? 0) - (p[j] ?? 0));
  const adjusted = [...p];
  let floor = 0;
  order.forEach((i, rank) => {
    floor = Math.min(1, Math.max(floor, (order.length - rank) * (p[i] ?? NaN)));
    adjusted[i] = floor;
  });
  return adjusted;
}

/** P(|T| ≤ t) of Student's distribution with a whole number of degrees of freedom (Abramowitz & Stegun 26.7.3–4). */
export function studentWithin(t: number, freedom: number): number {
  const angle = Math.atan(t / Math.sqrt(freedom));
  const cosine = Math.cos(angle);
  const isOdd = freedom % 2 === 1;
  let term = isOdd ? cosine : 1;
  let sum = freedom === 1 ? 0 : term;
  for (let k = isOdd ? 3 : 2; k <= freedom - 2; k += 2) {
    term *= ((k - 1) / k) * cosine * cosine;
    sum += term;
  }
  return isOdd ? (2 / Math.PI) * (angle + Math.sin(angle) * sum) : Math.sin(angle) * sum;
}

/** The t with P(|T| ≤ t) = level, by bisection. */
function studentQuantile(level: number, freedom: number): number {
  let [low, high] = [0, 1];
  while (studentWithin(high, freedom) < level) high *= 2;
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (studentWithin(middle, freedom) < level) low = middle;
    else high = middle;
  }
  return high;
}

/** The middle of the values: what a few slow ones among them do not move. */
export function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((x, y) => x - y);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[sorted.length / 2 - 1] ?? NaN)) / 2;
}

export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Standard deviation of a sample; NaN of a single value. */
export function deviationOf(values: readonly number[]): number {
  const mean = meanOf(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}
