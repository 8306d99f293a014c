import { type Gamut, nearestBin } from '../gamut/gamut.ts';
import { AB_CELLS, AB_MIN } from '../gamut/histogram.ts';
import { LEVELS, nearestFilled } from './baselines.ts';

// Every kind of gamut has bins whose windows are made of whole cells of this width: windows of 5 and of 10 from −110 on,
// and the hull's of ±5 round multiples of 10. So counts, which are made before the gamut is known, fit all of them.
export const CELL_WIDTH = 5;
export const CELLS_ACROSS = AB_CELLS / CELL_WIDTH;
const CELLS = CELLS_ACROSS * CELLS_ACROSS;

/** Cells of 5 ab units at each whole lightness: the length of the counts, laid out [lightness][a][b]. */
export const LIGHTNESS_CELLS = LEVELS * CELLS;

/** Where a cell lies: its lightness and its lower corner in the ab plane. */
export function lightnessCellAt(cell: number): { lightness: number; a: number; b: number } {
  return {
    lightness: Math.floor(cell / CELLS),
    a: Math.floor((cell % CELLS) / CELLS_ACROSS) * CELL_WIDTH + AB_MIN,
    b: (cell % CELLS_ACROSS) * CELL_WIDTH + AB_MIN,
  };
}

/** The cell with a lightness and a lower corner; the inverse of lightnessCellAt. */
export function toLightnessCell(lightness: number, a: number, b: number): number {
  return lightness * CELLS + ((a - AB_MIN) / CELL_WIDTH) * CELLS_ACROSS + (b - AB_MIN) / CELL_WIDTH;
}

/**
 * The centre of the most frequent bin for each whole lightness, [101, 2]; of equally frequent ones the first. A lightness
 * without pixels takes the nearest one that has some (the darker of two). Throws when there is no pixel at all.
 */
export function modeAbPerLightness(counts: Float64Array, gamut: Gamut): Float32Array {
  const perBin = countPerBin(counts, gamut);
  const pixels = Float64Array.from(perBin, (bins) => bins.reduce((sum, count) => sum + count, 0));
  const table = new Float32Array(2 * LEVELS);
  for (let level = 0; level < LEVELS; level++) {
    const bins = perBin[nearestFilled(pixels, level)];
    const mode = bins.indexOf(bins.reduce((most, count) => Math.max(most, count), 0));
    table.set(gamut.bins.subarray(2 * mode, 2 * mode + 2), 2 * level);
  }
  return table;
}

/** Pixels per lightness and bin, [101][Q]. */
function countPerBin(counts: Float64Array, gamut: Gamut): readonly Float64Array[] {
  const nearest = nearestBin(gamut);
  const perBin = Array.from({ length: LEVELS }, () => new Float64Array(gamut.bins.length / 2));
  counts.forEach((count, cell) => {
    if (count === 0) return;
    const { lightness, a, b } = lightnessCellAt(cell);
    const bin = nearest(a + CELL_WIDTH / 2, b + CELL_WIDTH / 2);
    perBin[lightness][bin] += count;
  });
  return perBin;
}
