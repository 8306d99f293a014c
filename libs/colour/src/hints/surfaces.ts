import { countWindow, sumWindows } from '../coherence/sum-windows.ts';
import { fallingExp } from '../gamut/falling-exp.ts';
import { binCount, type Gamut } from '../gamut/gamut.ts';
import type { ColourCells } from '../painting/colour-lattice.ts';

/** What tells one cell's surface from another's. */
export interface Surfaces {
  readonly across: number;
  readonly down: number;
  readonly lightness: Float32Array; // [down, across], L 0..100
  /** The variance of L that the texture of the surface has, edges left out. */
  readonly roughness: Float32Array; // [down, across]
  /** The square roots of the probabilities that the network gives fields of ab; their squares sum to 1. */
  readonly beliefs: Float32Array; // [down, across, fields]
  readonly fields: number;
}

/** How much may differ within a surface. */
export interface Tolerance {
  /** Of L, beside the texture. */
  readonly variance: number;
  /** Of what the network believes: the squared Hellinger distance, 0..1. */
  readonly belief: number;
}

/** Units of ab in the side of a field: single bins tell surfaces apart no better, at four times the cost. */
const FIELD = 20;

/** What is known of cells from their lightness and from what the network says of them, logits [down, across, Q]. */
export function describeSurfaces(
  { lightness, across, down }: Pick<ColourCells, 'lightness' | 'across' | 'down'>,
  logits: Float32Array,
  gamut: Gamut,
): Surfaces {
  const cells = down * across;
  if (lightness.length !== cells || logits.length !== cells * binCount(gamut))
    throw new RangeError(
      `describeSurfaces: expected lightness [${down}, ${across}] and logits [${down}, ${across}, ${binCount(gamut)}], got ${lightness.length} and ${logits.length} numbers`,
    );
  const roughness = measureRoughness(lightness, across, down);
  return { across, down, lightness, roughness, ...believe(logits, gamut) };
}

/** softmax(logits), summed over fields, and the roots of that. */
function believe(logits: Float32Array, gamut: Gamut): Pick<Surfaces, 'beliefs' | 'fields'> {
  const bins = binCount(gamut);
  const { fieldOf, fields } = groupBins(gamut);
  const sums = new Float64Array(fields);
  const beliefs = new Float32Array((logits.length / bins) * fields);
  for (let start = 0, to = 0; start < logits.length; start += bins, to += fields) {
    let highest = -Infinity;
    for (let i = start; i < start + bins; i++) if (logits[i] > highest) highest = logits[i];
    sums.fill(0);
    let total = 0;
    for (let bin = 0; bin < bins; bin++) {
      const share = fallingExp(highest - logits[start + bin]);
      sums[fieldOf[bin]] += share;
      total += share;
    }
    for (let field = 0; field < fields; field++) beliefs[to + field] = Math.sqrt(sums[field] / total);
  }
  return { beliefs, fields };
}

/** → for every bin the number of its field [Q] */
function groupBins({ bins }: Gamut): { readonly fieldOf: Int32Array; readonly fields: number } {
  const numbers = new Map<string, number>();
  const place = (value: number) => Math.floor(value / FIELD);
  const fieldOf = Int32Array.from({ length: bins.length / 2 }, (_, bin) => {
    const key = `${place(bins[2 * bin])} ${place(bins[2 * bin + 1])}`;
    const number = numbers.get(key) ?? numbers.size;
    numbers.set(key, number);
    return number;
  });
  return { fieldOf, fields: numbers.size };
}

/**
 * The least variance of L of all windows of 3 × 3 cells that hold a cell. In texture all of them vary; beside an edge
 * one lies on the cell's own side and does not, so that an edge is no texture.
 */
function measureRoughness(lightness: Float32Array, across: number, down: number): Float32Array {
  const windows = { across, down, radius: 1 };
  const moments = Float64Array.from({ length: 2 * lightness.length }, (_, i) =>
    i % 2 === 0 ? lightness[i / 2] : lightness[(i - 1) / 2] ** 2,
  );
  const sums = sumWindows(windows, moments, 2);
  const variance = lightness.map((_, cell) => {
    const count = countWindow(windows, cell);
    const mean = sums[2 * cell] / count;
    return Math.max(0, sums[2 * cell + 1] / count - mean ** 2); // rounding may bring it below 0
  });
  return variance.map((_, cell) => leastAround(variance, cell, across, down));
}

function leastAround(values: Float32Array, cell: number, across: number, down: number): number {
  const x = cell % across;
  const y = (cell - x) / across;
  let least = Infinity;
  for (let row = Math.max(0, y - 1); row <= Math.min(down - 1, y + 1); row++)
    for (let column = Math.max(0, x - 1); column <= Math.min(across - 1, x + 1); column++)
      least = Math.min(least, values[row * across + column]);
  return least;
}

/**
 * How unlike two cells are: 0 where nothing tells them apart, 1 where they differ as much as a surface is allowed to,
 * and so on. Counted up to about `most`, which saves comparing what the network says of cells that L tells apart.
 */
export function measureUnlikeness(
  surfaces: Surfaces,
  [one, other]: readonly [number, number],
  { variance, belief }: Tolerance,
  most = Infinity,
): number {
  const { lightness, roughness } = surfaces;
  const texture = (roughness[one] + roughness[other]) / 2;
  const byLightness = (lightness[one] - lightness[other]) ** 2 / (2 * (variance + texture));
  if (byLightness >= most) return byLightness;
  const affinity = compareBeliefs(surfaces, one, other);
  return byLightness + Math.max(0, 1 - affinity) / belief;
}

/** The affinity of Bhattacharyya: 1 where the network says the same of two cells. */
function compareBeliefs({ beliefs, fields }: Surfaces, one: number, other: number): number {
  let affinity = 0;
  for (let field = 0; field < fields; field++)
    affinity += beliefs[one * fields + field] * beliefs[other * fields + field];
  return affinity;
}
