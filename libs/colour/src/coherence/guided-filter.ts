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
  const share = Float64Array.from(values, (_, cell) => 1 / countWindow(windows, cell));
  const mean = new Float64Array(values.length);
  const shrunk = new Float64Array(values.length);
  sumWindows(windows, {
    channels: 2,
    addRow(y, sign, sums) {
      for (let x = 0, i = y * across; x < across; x++, i++) {
        sums[2 * x] += sign * values[i];
        sums[2 * x + 1] += sign * values[i] * values[i];
      }
    },
    take(cell, sums) {
      mean[cell] = sums[0] * share[cell];
      const variance = sums[1] * share[cell] - mean[cell] * mean[cell];
      shrunk[cell] = 1 / (Math.max(0, variance) + epsilon); // rounding may bring it below 0
    },
  });
  return { ...windows, values, mean, shrunk, share };
}

function fitLines({ values, channels }: Lattice, guide: Guide): Lines {
  const { across, values: guiding, mean, shrunk, share } = guide;
  const slope = new Float32Array(values.length);
  const intercept = new Float32Array(values.length);
  sumWindows(guide, {
    channels: 2 * channels, // of the channels, and of their products with the guide
    addRow(y, sign, sums) {
      let i = y * across * channels;
      for (let x = 0, cell = y * across, to = 0; x < across; x++, cell++, to += channels) {
        const weight = sign * guiding[cell];
        for (let c = 0; c < channels; c++, i++, to++) {
          sums[to] += sign * values[i];
          sums[to + channels] += weight * values[i];
        }
      }
    },
    take(cell, sums) {
      for (let c = 0, to = cell * channels; c < channels; c++, to++) {
        const level = sums[c] * share[cell];
        const steep = (sums[c + channels] * share[cell] - mean[cell] * level) * shrunk[cell];
        slope[to] = steep;
        intercept[to] = level - steep * mean[cell];
      }
    },
  });
  return { slope, intercept };
}

function averageLines({ slope, intercept }: Lines, channels: number, guide: Guide): Float32Array {
  const { across, values: guiding, share } = guide;
  const filtered = new Float32Array(slope.length);
  sumWindows(guide, {
    channels: 2 * channels,
    addRow(y, sign, sums) {
      let i = y * across * channels;
      for (let x = 0, to = 0; x < across; x++, to += channels)
        for (let c = 0; c < channels; c++, i++, to++) {
          sums[to] += sign * slope[i];
          sums[to + channels] += sign * intercept[i];
        }
    },
    take(cell, sums) {
      for (let c = 0, to = cell * channels; c < channels; c++, to++)
        filtered[to] = (sums[c] * guiding[cell] + sums[c + channels]) * share[cell];
    },
  });
  return filtered;
}
