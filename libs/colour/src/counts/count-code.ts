import { LEVELS, UNITS } from '../baselines/baselines.ts';
import { CELL_WIDTH, CELLS_ACROSS } from '../baselines/lightness-cells.ts';
import { AB_CELLS, AB_MIN } from '../gamut/histogram.ts';
import { type Code, f32x4, f64x2, i32, i32x4, v128 } from '../wasm/ops.ts';
import { type Body, step, writeFunction, type WrittenFunction } from '../wasm/write-function.ts';

/** Where a function finds the tables that it adds to. */
export interface CountTables {
  /** u32 of each one-unit cell, [a][b]. */
  readonly usage: number;
  /** u32 of each wide cell at each whole lightness, [lightness][a][b]. */
  readonly cells: number;
  /** Of each whole lightness: pixels, sums of a and of b in UNITS, and nothing; each i32. [lightness][4] */
  readonly levels: number;
}

/** Bytes of a count; of the sums of a level or of a row. */
const [COUNT_BYTES, SUMS_BYTES] = [4, 16];
const [COUNT_SHIFT, SUMS_SHIFT] = [2, 4];
export const SUMS = SUMS_BYTES / COUNT_BYTES;

/** Counts the pixels of a row: (address of its Lab [n, 3], number of pixels, address of the sums of the row). */
export function writeCountRow({ usage, cells, levels }: CountTables): WrittenFunction {
  return writeFunction(['i32', 'i32', 'i32'], (body, lab, pixels, to) => {
    const row = body.variable('v128', i32x4.constant(0));
    body.repeat(pixels.value, () => {
      const pixel = body.keep('v128', v128.load(lab.value)); // L, a, b and the next L
      const { level, sums } = readUnits(body, pixel);
      const cell = body.keep('v128', cellsOf(pixel));
      const wide = body.keep(
        'v128',
        i32x4.shiftRight(i32x4.mul(cell, i32x4.constant(FIFTH)), i32.constant(FIFTH_SHIFT)),
      );
      const inUsage = i32.add(i32.mul(i32x4.lane(cell, 1), i32.constant(AB_CELLS)), i32x4.lane(cell, 2));
      countOne(body, inUsage, usage);
      const inLevel = i32.add(i32.mul(i32x4.lane(wide, 1), i32.constant(CELLS_ACROSS)), i32x4.lane(wide, 2));
      countOne(body, i32.add(i32.mul(level, i32.constant(CELLS_ACROSS ** 2)), inLevel), cells);
      const ofLevel = body.keep(
        'i32',
        i32.add(i32.shiftLeft(level, i32.constant(SUMS_SHIFT)), i32.constant(levels)),
      );
      body.run(v128.store(ofLevel, i32x4.add(v128.load(ofLevel), sums)));
      row.set(i32x4.add(row.value, sums));
      step(lab, 12);
    });
    body.run(v128.store(to.value, row.value));
  });
}

/** ⌊n / CELL_WIDTH⌋ of a cell's number, which has no more than 8 bits, as ⌊n · FIFTH / 2 ^ FIFTH_SHIFT⌋. */
const FIFTH_SHIFT = 10;
const FIFTH = Math.ceil(2 ** FIFTH_SHIFT / CELL_WIDTH);

/** The whole lightness of a pixel, and what it adds to sums: 1, a and b in UNITS, 0. With doubles, so that no half is lost. */
function readUnits(body: Body, pixel: Code): { readonly level: Code; readonly sums: Code } {
  const round = (pair: Code, scale: Code) =>
    i32x4.fromDoubles(f64x2.floor(f64x2.add(f64x2.mul(f64x2.fromFloats(pair), scale), f64x2.constant(0.5))));
  const low = body.keep('v128', round(pixel, f64x2.constants(1, UNITS)));
  const high = round(v128.shuffle(pixel, pixel, [2, 2, 2, 2]), f64x2.constant(UNITS));
  const limited = i32x4.least(i32x4.most(low, i32x4.constant(0)), i32x4.constant(LEVELS - 1));
  return {
    level: body.keep('i32', i32x4.lane(limited, 0)),
    sums: body.keep('v128', i32x4.add(v128.shuffle(low, high, [2, 1, 4, 3]), i32x4.constants(1, 0, 0, 0))),
  };
}

/** The one-unit cells of a and b, in lanes 1 and 2. */
function cellsOf(pixel: Code): Code {
  const cell = i32x4.sub(i32x4.fromFloats(f32x4.floor(pixel)), i32x4.constant(AB_MIN));
  return i32x4.least(i32x4.most(cell, i32x4.constant(0)), i32x4.constant(AB_CELLS - 1));
}

function countOne(body: Body, index: Code, table: number): void {
  const address = body.keep('i32', i32.shiftLeft(index, i32.constant(COUNT_SHIFT)));
  body.run(i32.store(4, address, i32.add(i32.load(4, address, table), i32.constant(1)), table));
}
