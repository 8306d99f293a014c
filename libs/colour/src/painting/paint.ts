import type { RgbSpace } from '../lab/rgb-space.ts';
import { openFunctions } from '../wasm/open-functions.ts';
import { type ColourLattice, LEVELS } from './colour-lattice.ts';
import { COLUMNS_BYTES, writeMixRows, writePaint } from './paint-code.ts';
import {
  makeRoom,
  type PixelMemory,
  pixelMemoryOf,
  viewFloats,
  viewInts,
  viewPixels,
} from './pixel-memory.ts';
import { remembering } from './remember.ts';
import { rowsOf, type Size, type Stripe } from './stripe.ts';

/** How a picture is painted. */
export interface Painting {
  /** The whole picture. */
  readonly of: Size;
  /** Cells of the lattice in the width and height of the picture; a last one may lie half outside. */
  readonly cells: Size;
  /** Chroma is multiplied by this. */
  readonly saturation: number;
  /** What the samples become; they were sRGB. */
  readonly space: RgbSpace;
}

/** Where a row or column of pixels lies between two cells. */
interface Places {
  readonly first: Int32Array;
  readonly second: Int32Array;
  readonly share: Float64Array; // of the second
}

/** Numbers of a cell: a and b for each level. */
const CELL = LEVELS * 2;

/**
 * Gives every pixel of a stripe the colour that the lattice has for its place and lightness, in its samples
 * themselves. The lightness of each pixel stays; a colour that the space cannot show loses chroma until it fits, and
 * keeps its hue. Cells are read by half-pixel centres: pixel x lies at (x + ½) · cells / width − ½.
 */
export function paint({ samples, channels, top }: Stripe, lattice: ColourLattice, painting: Painting): void {
  const { of, cells } = painting;
  const rows = placesOf(of.height, cells.height, lattice.down);
  const line = of.width * channels;
  const { row, paintRow } = rowPainter(pixelMemoryOf(samples), channels, lattice, painting);
  for (let y = 0; y < rowsOf({ samples, channels, top }, of); y++) {
    row.set(samples.subarray(y * line, (y + 1) * line));
    paintRow(rows.first[top + y], rows.second[top + y], rows.share[top + y]);
    samples.set(row, y * line);
  }
}

const placesOf = /* @__PURE__ */ remembering(computePlaces);

function computePlaces(size: number, cells: number, last: number): Places {
  const places = Float64Array.from({ length: size }, (_, i) => ((i + 0.5) * cells) / size - 0.5);
  const inside = (cell: number) => Math.min(last - 1, Math.max(0, cell));
  return {
    first: Int32Array.from(places, (place) => inside(Math.floor(place))),
    second: Int32Array.from(places, (place) => inside(Math.floor(place) + 1)),
    share: places.map((place) => place - Math.floor(place)),
  };
}

/** Paints what `row` holds between two rows of cells. */
function rowPainter(
  memory: PixelMemory,
  channels: 3 | 4,
  { ab, across }: ColourLattice,
  { of, cells, saturation, space }: Painting,
) {
  const numbers = across * CELL;
  const fours = Math.ceil(of.width / 4);
  const [above, below, mixed, columns, pixels] = makeRoom(memory, [
    ...[0, 1, 2].map(() => 4 * numbers),
    fours * COLUMNS_BYTES,
    4 * fours * channels * memory.bytes,
  ]);
  writeColumns(memory, columns, mixed, placesOf(of.width, cells.width, across));
  const [upper, lower] = [above, below].map((address) => viewFloats(memory, address, numbers));
  const { mixRows, paintFours } = functionsOf(memory, channels, space);
  let [atUpper, atLower] = [-1, -1];
  return {
    row: viewPixels(memory, pixels, of.width * channels),
    paintRow(first: number, second: number, share: number): void {
      if (first !== atUpper) upper.set(ab.subarray(first * numbers, (first + 1) * numbers));
      if (second !== atLower) lower.set(ab.subarray(second * numbers, (second + 1) * numbers));
      [atUpper, atLower] = [first, second];
      mixRows(above, below, mixed, Math.ceil(numbers / 4), share);
      paintFours(pixels, columns, fours, saturation / 500, saturation / 200);
    },
  };
}

/** For every four pixels the addresses of the cells left and right of each, and the shares of the right ones. */
function writeColumns(
  memory: PixelMemory,
  columns: number,
  row: number,
  { first, second, share }: Places,
): void {
  const fours = Math.ceil(share.length / 4);
  const ints = viewInts(memory, columns, (fours * COLUMNS_BYTES) / 4);
  const floats = viewFloats(memory, columns, ints.length);
  for (let four = 0; four < fours; four++)
    for (let lane = 0; lane < 4; lane++) {
      const x = Math.min(share.length - 1, 4 * four + lane); // what lies beyond the last pixel is painted too
      const at = 12 * four + lane;
      ints[at] = row + 4 * CELL * first[x];
      ints[at + 4] = row + 4 * CELL * second[x];
      floats[at + 8] = share[x];
    }
}

const opened = new Map<string, ReturnType<typeof openPainting>>();

function functionsOf(memory: PixelMemory, channels: 3 | 4, space: RgbSpace) {
  const key = `${memory.bytes} ${channels} ${space}`;
  const known = opened.get(key) ?? openPainting(memory, channels, space);
  opened.set(key, known);
  return known;
}

function openPainting(memory: PixelMemory, channels: 3 | 4, space: RgbSpace) {
  const functions = { mixRows: writeMixRows(), paintFours: writePaint(memory, channels, space) };
  return openFunctions(functions, memory.memory);
}
