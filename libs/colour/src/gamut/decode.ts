import { type Annealed, annealRows } from './anneal.ts';
import { binCount, type Gamut } from './gamut.ts';

// Below this the softmax of any two different logits is one-hot for practical purposes.
const MODE_TEMPERATURE = 1e-3;

/**
 * The annealed mean: logits [n, Q] → ab [n, 2] = Σ softmax(z / T) · bin centre (Zhang et al. 2016, section 2.3; T = .38).
 * T = 1 is the mean, T ≤ .001 the mode. Throws on T outside 0..1, where 1 / T was usually meant.
 */
export function annealedMean(
  logits: Float32Array,
  gamut: Gamut,
  temperature: number,
  out = new Float32Array(2 * rowsOf(logits, gamut)),
): Float32Array {
  assertTemperature(temperature);
  const rows = rowsOf(logits, gamut);
  if (out.length !== 2 * rows) {
    throw new RangeError(`annealedMean: expected an output of ${2 * rows} values, got ${out.length}`);
  }
  if (temperature <= MODE_TEMPERATURE) writeModes(logits, gamut, out);
  else
    annealRows(
      logits,
      gamut,
      [{ temperature, means: out, sums: new Float64Array(rows) }],
      new Float32Array(rows),
    );
  return out;
}

function assertTemperature(temperature: number): void {
  if (temperature >= 0 && temperature <= 1) return;
  throw new RangeError(`annealedMean: temperature: expected a number in 0..1, got ${temperature}`);
}

/** The mode: logits [n, Q] → the centre of the likeliest bin, ab [n, 2]; ties go to the lower index. */
export function decodeMode(logits: Float32Array, gamut: Gamut): Float32Array {
  const out = new Float32Array(2 * rowsOf(logits, gamut));
  writeModes(logits, gamut, out);
  return out;
}

function rowsOf(logits: Float32Array, gamut: Gamut): number {
  const rows = logits.length / binCount(gamut);
  if (!Number.isInteger(rows)) {
    throw new RangeError(
      `decode: expected logits [n, ${binCount(gamut)}], got ${logits.length} values; is this another gamut's network?`,
    );
  }
  return rows;
}

function writeModes(logits: Float32Array, gamut: Gamut, out: Float32Array): void {
  const bins = binCount(gamut);
  for (let row = 0; 2 * row < out.length; row++) {
    const mode = likeliest(logits, row * bins, bins) - row * bins;
    out[2 * row] = gamut.bins[2 * mode];
    out[2 * row + 1] = gamut.bins[2 * mode + 1];
  }
}

function likeliest(logits: Float32Array, start: number, count: number): number {
  let best = start;
  for (let i = start + 1; i < start + count; i++) {
    if (logits[i] > logits[best]) best = i;
  }
  return best;
}

/** What logits say, row by row: decoded at several temperatures, and for their cross-entropy. */
export interface DescribedLogits {
  readonly logits: Float32Array; // [n, Q]
  readonly gamut: Gamut;
  readonly highest: Float32Array; // [n]
  /** ln Σ exp(z − highest), to a ten-millionth: the logarithm of a probability is z − highest − logSum. */
  readonly logSum: Float64Array; // [n]
  /** Their annealed mean at each of the temperatures that were asked for, [n, 2]. */
  readonly means: readonly Float32Array[];
}

/** Looks through logits [n, Q] once for all temperatures. Throws when they are not whole rows, and as `annealedMean`. */
export function describeLogits(
  logits: Float32Array,
  gamut: Gamut,
  temperatures: readonly number[] = [],
): DescribedLogits {
  temperatures.forEach(assertTemperature);
  const rows = rowsOf(logits, gamut);
  const highest = new Float32Array(rows);
  const annealed = new Map(
    [1, ...temperatures].filter((T) => T > MODE_TEMPERATURE).map((T) => [T, emptyAnnealed(T, rows)]),
  );
  annealRows(logits, gamut, [...annealed.values()], highest);
  return {
    ...{ logits, gamut, highest },
    logSum: (annealed.get(1)?.sums ?? new Float64Array()).map(Math.log),
    means: temperatures.map((T) => annealed.get(T)?.means ?? decodeMode(logits, gamut)),
  };
}

function emptyAnnealed(temperature: number, rows: number): Annealed {
  return { temperature, means: new Float32Array(2 * rows), sums: new Float64Array(rows) };
}
