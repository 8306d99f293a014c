import { fallingExp } from './falling-exp.ts';
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
  else writeMeans(logits, gamut, temperature, out);
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

function writeMeans(logits: Float32Array, gamut: Gamut, temperature: number, out: Float32Array): void {
  const count = binCount(gamut);
  for (let row = 0; 2 * row < out.length; row++) {
    const highest = logits[likeliest(logits, row * count, count)];
    writeMean({ logits, gamut, sharpness: 1 / temperature, highest }, row, out);
  }
}

interface Annealing {
  readonly logits: Float32Array;
  readonly gamut: Gamut;
  readonly sharpness: number; // 1 / T
  readonly highest: number; // of the row
}

/** → Σ exp((z − highest) / T) of the row */
function writeMean(
  { logits, gamut: { bins }, sharpness, highest }: Annealing,
  row: number,
  out: Float32Array,
): number {
  const count = bins.length / 2;
  let sum = 0;
  let a = 0;
  let b = 0;
  for (let bin = 0, i = row * count; bin < count; bin++, i++) {
    const p = fallingExp((highest - logits[i]) * sharpness); // ≤ 1: cannot overflow
    sum += p;
    a += p * bins[2 * bin];
    b += p * bins[2 * bin + 1];
  }
  out[2 * row] = a / sum;
  out[2 * row + 1] = b / sum;
  return sum;
}

/** What logits say, row by row: for decoding them at several temperatures, and for their cross-entropy. */
export interface DescribedLogits {
  readonly logits: Float32Array; // [n, Q]
  readonly gamut: Gamut;
  readonly highest: Float32Array; // [n]
  /** ln Σ exp(z − highest), to a ten-millionth: the logarithm of a probability is z − highest − logSum. */
  readonly logSum: Float64Array; // [n]
  /** The annealed mean at T = 1. */
  readonly mean: Float32Array; // [n, 2]
}

/** Looks through logits [n, Q] once. Throws when they are not whole rows. */
export function describeLogits(logits: Float32Array, gamut: Gamut): DescribedLogits {
  const rows = rowsOf(logits, gamut);
  const count = binCount(gamut);
  const highest = new Float32Array(rows);
  const logSum = new Float64Array(rows);
  const mean = new Float32Array(2 * rows);
  for (let row = 0; row < rows; row++) {
    highest[row] = logits[likeliest(logits, row * count, count)];
    logSum[row] = Math.log(writeMean({ logits, gamut, sharpness: 1, highest: highest[row] }, row, mean));
  }
  return { logits, gamut, highest, logSum, mean };
}

/** As `annealedMean`, of logits that were looked through; at T = 1 it is their mean itself. */
export function decodeLogits(described: DescribedLogits, temperature: number): Float32Array {
  const { logits, gamut, highest, mean } = described;
  if (temperature === 1) return mean;
  if (temperature <= MODE_TEMPERATURE) return annealedMean(logits, gamut, temperature);
  assertTemperature(temperature);
  const out = new Float32Array(mean.length);
  for (let row = 0; row < highest.length; row++)
    writeMean({ logits, gamut, sharpness: 1 / temperature, highest: highest[row] }, row, out);
  return out;
}
