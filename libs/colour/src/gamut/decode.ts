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
  if (!(temperature >= 0 && temperature <= 1)) {
    throw new RangeError(`annealedMean: temperature: expected a number in 0..1, got ${temperature}`);
  }
  const rows = rowsOf(logits, gamut);
  if (out.length !== 2 * rows) {
    throw new RangeError(`annealedMean: expected an output of ${2 * rows} values, got ${out.length}`);
  }
  if (temperature <= MODE_TEMPERATURE) writeModes(logits, gamut, out);
  else writeMeans(logits, gamut, temperature, out);
  return out;
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
  const { bins } = gamut;
  const sharpness = 1 / temperature;
  for (let row = 0; 2 * row < out.length; row++) {
    const start = row * count;
    const highest = logits[likeliest(logits, start, count)];
    let [sum, a, b] = [0, 0, 0];
    for (let bin = 0; bin < count; bin++) {
      const p = fallingExp((highest - logits[start + bin]) * sharpness); // ≤ 1: cannot overflow
      sum += p;
      a += p * bins[2 * bin];
      b += p * bins[2 * bin + 1];
    }
    out[2 * row] = a / sum;
    out[2 * row + 1] = b / sum;
  }
}
