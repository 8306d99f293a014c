/** Distances, in ab units, above which AuC does not look. */
export const AUC_LIMIT = 150;

/** Totals over pixels of predicted against true ab. Totals of photos add up, so means never mix sizes wrongly. */
export interface ColourErrors {
  readonly pixels: number;
  /** Σ min(d, 150), d the Euclidean distance in ab. */
  readonly error: number;
  /** Σ v · min(d, 150), v the weight of the pixel's true colour. */
  readonly weightedError: number;
  /** Σ v. */
  readonly weight: number;
  /** Σ (Δa² + Δb²). */
  readonly squared: number;
}

/**
 * Errors of ab [n, 2] against the truth. `weights` [n] are what pixels weigh by their true colours (see `weighPixels`);
 * without them all weigh 1.
 */
export function measureAb(
  predicted: Float32Array,
  truth: Float32Array,
  weights: Float64Array = new Float64Array(truth.length / 2).fill(1),
): ColourErrors {
  assertSameLength(predicted, truth, weights);
  let error = 0;
  let weightedError = 0;
  let weight = 0;
  let squared = 0;
  for (let i = 0, pixel = 0; i < truth.length; i += 2, pixel++) {
    const da = predicted[i] - truth[i];
    const db = predicted[i + 1] - truth[i + 1];
    const distance2 = da * da + db * db;
    const limited = Math.min(Math.sqrt(distance2), AUC_LIMIT);
    error += limited;
    weightedError += weights[pixel] * limited;
    weight += weights[pixel];
    squared += distance2;
  }
  return { pixels: truth.length / 2, error, weightedError, weight, squared };
}

function assertSameLength(predicted: Float32Array, truth: Float32Array, weights: Float64Array): void {
  if (predicted.length === truth.length && truth.length === 2 * weights.length) return;
  throw new RangeError(
    `measureAb: expected two interleaved ab [n, 2] of one length and weights [n], got ${predicted.length}, ${truth.length} and ${weights.length} values`,
  );
}

/**
 * What each pixel of ab [n, 2] weighs. For the class-balanced AuC a true colour weighs 1 / p of its nearest bin (λ = 0),
 * whatever λ the training used.
 */
export function weighPixels(ab: Float32Array, weightOf: (a: number, b: number) => number): Float64Array {
  return Float64Array.from({ length: ab.length / 2 }, (_, pixel) =>
    weightOf(ab[2 * pixel], ab[2 * pixel + 1]),
  );
}

/** Totals of all parts together. */
export function mergeErrors(parts: readonly ColourErrors[]): ColourErrors {
  const total = (of: (part: ColourErrors) => number): number =>
    parts.reduce((sum, part) => sum + of(part), 0);
  return {
    pixels: total((part) => part.pixels),
    error: total((part) => part.error),
    weightedError: total((part) => part.weightedError),
    weight: total((part) => part.weight),
    squared: total((part) => part.squared),
  };
}

/**
 * Area under the cumulative error curve over thresholds 0..150, in 0..1: 1 − E[min(d, 150)] / 150, which is the
 * integral in closed form (Zhang et al. 2016, section 3.1, integrates it in steps).
 */
export function auc(errors: ColourErrors): number {
  return 1 - meanOf('auc', errors.error, errors.pixels) / AUC_LIMIT;
}

/** The same with pixels weighted by their true colour, normalised over all pixels that were merged. */
export function aucBalanced(errors: ColourErrors): number {
  return 1 - meanOf('aucBalanced', errors.weightedError, errors.weight) / AUC_LIMIT;
}

/** Root mean square error per channel, ab units: √(Σ (Δa² + Δb²) / 2n), not of the distance (no 2). */
export function rmseAb(errors: ColourErrors): number {
  return Math.sqrt(meanOf('rmseAb', errors.squared, 2 * errors.pixels));
}

/** Mean √(a² + b²) of ab [n, 2]. */
export function meanChroma(ab: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < ab.length; i += 2) sum += Math.sqrt(ab[i] * ab[i] + ab[i + 1] * ab[i + 1]);
  return meanOf('meanChroma', sum, ab.length / 2);
}

function meanOf(place: string, sum: number, weight: number): number {
  if (!(weight > 0 && weight < Infinity)) {
    throw new RangeError(
      `${place}: expected at least one pixel and finite weights, got a total weight of ${weight}; ` +
        'does a true colour fall into a bin of probability 0?',
    );
  }
  return sum / weight;
}
