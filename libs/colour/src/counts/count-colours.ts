import { type ColourSums, emptySums, LEVELS } from '../baselines/baselines.ts';
import { LIGHTNESS_CELLS } from '../baselines/lightness-cells.ts';
import { AB_CELLS } from '../gamut/histogram.ts';
import { assertTriples } from '../lab/lab.ts';
import { newMemory, openFunctions, placeParts } from '../wasm/open-functions.ts';
import { SUMS, writeCountRow } from './count-code.ts';
import { type FilledCells, findFilled } from './filled-cells.ts';

/** A Lab image and the class of its photo. */
export interface ClassedImage {
  readonly class: string;
  readonly lab: Float32Array; // [height, width, 3]
}

/** How often each colour is in images. All of it is whole numbers, so that sums are exact in any order. */
export interface ColourCounts {
  /** Pixels in one-unit cells, as `countAb` counts them, by class. [a][b] */
  readonly usage: ReadonlyMap<string, FilledCells>;
  /** Pixels in LIGHTNESS_CELLS. [lightness][a][b] */
  readonly cells: FilledCells;
  /** By whole lightness 0..100; no level at all where there is no image. */
  readonly lightness: ColourSums;
  /** By row of the images; none where there is no image. */
  readonly rows: ColourSums;
}

/**
 * Counts the colours of images of one size, fewer than 2³² pixels, in one pass over each.
 * Throws when an image is no whole number of rows of `width` pixels, or has another height than the first.
 */
export function countColours(images: readonly ClassedImage[], width: number): ColourCounts {
  const [first] = images;
  const counter = (opened ??= openCounter());
  const usage = new Map<string, FilledCells>();
  const height = first === undefined ? 0 : first.lab.length / 3 / width;
  const sums = { lightness: emptySums(first === undefined ? 0 : LEVELS), rows: emptySums(height) };
  counter.cells.fill(0);
  for (const className of new Set(images.map((image) => image.class))) {
    counter.usage.fill(0);
    for (const { lab } of images.filter((image) => image.class === className)) {
      assertImage(lab, width, height);
      countImage(lab, width, sums, counter);
    }
    usage.set(className, findFilled(counter.usage));
  }
  return { usage, cells: findFilled(counter.cells), ...sums };
}

function assertImage(lab: Float32Array, width: number, height: number): void {
  assertTriples('countColours', lab);
  if (lab.length !== 3 * width * height || !Number.isInteger(height)) {
    throw new RangeError(
      `countColours: expected ${height} rows of ${width} pixels, got ${lab.length / 3} pixels`,
    );
  }
}

/** Pixels whose sums of a and b, in thousandths of an ab unit below 2¹⁷, an i32 holds. */
const MOST_PIXELS = 2 ** 13;

type Counter = ReturnType<typeof openCounter>;
let opened: Counter | undefined;

type Sums = Pick<ColourCounts, 'lightness' | 'rows'>;

function countImage(lab: Float32Array, width: number, sums: Sums, counter: Counter): void {
  for (let row = 0; row < sums.rows.count.length; row++)
    countRow(lab.subarray(3 * row * width, 3 * (row + 1) * width), row, sums, counter);
  addLevels(counter, sums.lightness);
}

function countRow(row: Float32Array, at: number, { lightness, rows }: Sums, counter: Counter): void {
  const { lab, sums, run } = counter;
  for (let from = 0; from < row.length; from += 3 * MOST_PIXELS) {
    const piece = row.subarray(from, from + 3 * MOST_PIXELS);
    if (counter.pixels + piece.length / 3 > MOST_PIXELS) addLevels(counter, lightness);
    counter.pixels += piece.length / 3;
    lab.set(piece);
    run(lab.byteOffset, piece.length / 3, sums.byteOffset);
    addSums(rows, at, sums, 0);
  }
}

/** Adds the sums of levels to `lightness`, and begins them anew. */
function addLevels(counter: Counter, lightness: ColourSums): void {
  for (let level = 0; level < LEVELS; level++) addSums(lightness, level, counter.levels, SUMS * level);
  counter.levels.fill(0);
  counter.pixels = 0;
}

function addSums({ count, sumA, sumB }: ColourSums, level: number, sums: Int32Array, from: number): void {
  count[level] += sums[from];
  sumA[level] += sums[from + 1];
  sumB[level] += sums[from + 2];
}

function openCounter() {
  const lengths = [AB_CELLS ** 2, LIGHTNESS_CELLS, SUMS * LEVELS, SUMS, 3 * MOST_PIXELS];
  const [usage, cells, levels, sums, lab, end] = placeParts(lengths.map((length) => 4 * length));
  const memory = newMemory(end);
  const { buffer } = memory;
  const { run } = openFunctions({ run: writeCountRow({ usage, cells, levels }) }, memory);
  return {
    usage: new Uint32Array(buffer, usage, AB_CELLS ** 2),
    cells: new Uint32Array(buffer, cells, LIGHTNESS_CELLS),
    levels: new Int32Array(buffer, levels, SUMS * LEVELS),
    sums: new Int32Array(buffer, sums, SUMS),
    lab: new Float32Array(buffer, lab, 3 * MOST_PIXELS),
    /** Pixels in `levels`. */
    pixels: 0,
    run,
  };
}
