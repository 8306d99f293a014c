import { countWindow, sumWindows, type Windows } from './sum-windows.ts';

/** Numbers for every cell of a grid. */
export interface Lattice {
  readonly values: Float32Array; // [down, across, channels]
  readonly across: number;
  readonly down: number;
  readonly channels: number;
}

export interface GuidedFiltering {
  /** Half the side of a window, in cells: it has 2 · radius + 1 on a side, and fewer at the border. */
  readonly radius: number;
  /** In squared units of the guide: where its variance in a window is far above, an edge is kept; far below, smoothed. */
  readonly epsilon: number;
}

/** What the windows of the guide are like. */
interface Guide extends Windows {
  readonly values: Float32Array; // [down, across]
  /** Of each cell's window. */
  readonly mean: Float64Array;
  readonly shrunk: Float64Array; // 1 / (variance + ε)
  readonly share: Float64Array; // 1 / cells
}

/** In every cell's window the line that says a channel by the guide: slope · guide + intercept. */
interface Lines {
  readonly slope: Float32Array; // [down, across, channels]
  readonly intercept: Float32Array;
}

/**
 * The guided filter (He, Sun & Tang 2010, equations 5, 6 and 8), every channel for itself: in each window around a
 * cell a channel is said by a line in the guide, a ridge regression with the penalty ε, and a cell gets the mean of
 * what the lines of all windows around it say. So a channel is smoothed where the guide is, and keeps the guide's
 * edges. Linear in the lattice; what is constant stays. guide [down, across] → [down, across, channels]
 */
export function filterGuided(lattice: Lattice, guide: Float32Array, options: GuidedFiltering): Float32Array {
  checkLattice(lattice, guide, options);
  const known = describeGuide(lattice, guide, options);
  return averageLines(fitLines(lattice, known), lattice.channels, known);
}

function checkLattice(
  { values, across, down, channels }: Lattice,
  guide: Float32Array,
  { radius, epsilon }: GuidedFiltering,
): void {
  if (guide.length !== down * across || values.length !== guide.length * channels)
    throw new RangeError(
      `filterGuided: expected values [${down}, ${across}, ${channels}] and a guide [${down}, ${across}], got ${values.length} and ${guide.length} numbers`,
    );
  if (!Number.isInteger(radius) || radius < 1 || !(epsilon > 0))
    throw new RangeError(
      `filterGuided: expected a whole radius from 1 and an epsilon above 0, got ${radius} and ${epsilon}`,
    );
}

function describeGuide(
  { across, down }: Lattice,
  values: Float32Array,
  { radius, epsilon }: GuidedFiltering,
): Guide {
  const windows = { across, down, radius };
  const share = new Float64Array(values.length);
  const mean = new Float64Array(values.length);
  const shrunk = new Float64Array(values.length);
  const moments = new Float64Array(2 * values.length);
  for (let cell = 0; cell < values.length; cell++) {
    moments[2 * cell] = values[cell];
    moments[2 * cell + 1] = values[cell] * values[cell];
  }
  const sums = sumWindows(windows, moments, 2);
  for (let cell = 0; cell < values.length; cell++) {
    share[cell] = 1 / countWindow(windows, cell);
    mean[cell] = sums[2 * cell] * share[cell];
    const variance = sums[2 * cell + 1] * share[cell] - mean[cell] * mean[cell];
    shrunk[cell] = 1 / (Math.max(0, variance) + epsilon); // rounding may bring it below 0
  }
  return { ...windows, values, mean, shrunk, share };
}

/** Of each cell its channels, and behind them their products with the guide. */
function fitLines({ values, channels }: Lattice, guide: Guide): Lines {
  const { values: guiding, mean, shrunk, share } = guide;
  const moments = new Float64Array(2 * values.length);
  for (let cell = 0, i = 0; cell < guiding.length; cell++)
    for (let c = 0; c < channels; c++, i++) {
      moments[i + cell * channels] = values[i];
      moments[i + (cell + 1) * channels] = guiding[cell] * values[i];
    }
  const sums = sumWindows(guide, moments, 2 * channels);
  const slope = new Float32Array(values.length);
  const intercept = new Float32Array(values.length);
  for (let cell = 0, i = 0; cell < guiding.length; cell++)
    for (let c = 0; c < channels; c++, i++) {
      const level = sums[i + cell * channels] * share[cell];
      const product = sums[i + (cell + 1) * channels] * share[cell];
      const steep = (product - mean[cell] * level) * shrunk[cell];
      slope[i] = steep;
      intercept[i] = level - steep * mean[cell];
    }
  return { slope, intercept };
}

function averageLines({ slope, intercept }: Lines, channels: number, guide: Guide): Float32Array {
  const { values: guiding, share } = guide;
  const lines = new Float64Array(2 * slope.length);
  for (let cell = 0, i = 0; cell < guiding.length; cell++)
    for (let c = 0; c < channels; c++, i++) {
      lines[i + cell * channels] = slope[i];
      lines[i + (cell + 1) * channels] = intercept[i];
    }
  const sums = sumWindows(guide, lines, 2 * channels);
  const filtered = new Float32Array(slope.length);
  for (let cell = 0, i = 0; cell < guiding.length; cell++)
    for (let c = 0; c < channels; c++, i++)
      filtered[i] =
        (sums[i + cell * channels] * guiding[cell] + sums[i + (cell + 1) * channels]) * share[cell];
  return filtered;
}
