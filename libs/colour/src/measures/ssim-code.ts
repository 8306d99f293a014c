import { type Code, f64x2, i32, i32x4, v128 } from '../wasm/ops.ts';
import {
  type Body,
  step,
  type Variable,
  writeFunction,
  type WrittenFunction,
} from '../wasm/write-function.ts';

export const SIDE = 7;
const PIXELS = SIDE * SIDE;
/** Bytes of a pixel: the next value of the same channel lies so far away. */
export const CHANNELS = 3;
/** C₁ and C₂, times what the means and the variances are times below. */
const C1 = (0.01 * 255) ** 2 * PIXELS ** 2;
const C2 = (0.03 * 255) ** 2 * PIXELS * (PIXELS - 1);

/** Pictures of one width, and where their sums lie. Rows are read value by value, whatever channel each is of. */
export interface Rows {
  /** Values of a row. */
  readonly line: number;
  /** Bytes from the sums of columns of x to those of x², and from those to the ones of xy, each i32 a value. */
  readonly columns: number;
  /** Bytes from the sums of the windows of y to their spreads, each i32 a value at which a window begins. */
  readonly windows: number;
}

/** Addresses of the first rows of two pictures, before which lie as many of zeros as a window has, and of what is kept. */
interface Slide {
  readonly x: Variable;
  readonly y: Variable;
  readonly columns: Variable;
  readonly own: Variable;
  /** Windows below each other. */
  readonly down: Variable;
}

/** What each window of a picture, given as both, is alone: (addresses of x, y, columns and windows, windows in the height). */
export function writeDescribe(rows: Rows): WrittenFunction {
  return writeFunction(['i32', 'i32', 'i32', 'i32', 'i32'], (body, x, y, columns, own, down) =>
    slideDown(body, rows, { x, y, columns, own, down }, (column) =>
      body.repeat(i32.constant(foursIn(rows)), () => {
        const { sum, spread } = describeWindows(body, column.value, rows);
        body.run(v128.store(own.value, sum));
        body.run(v128.store(i32.add(own.value, i32.constant(rows.windows)), spread));
        for (const address of [column, own]) step(address, 16);
      }),
    ),
  );
}

/**
 * The sum of the similarities in all windows, in two parts, f64: (addresses of x, y, columns and windows, windows in the
 * height, address of the result).
 */
export function writeCompare(rows: Rows): WrittenFunction {
  return writeFunction(['i32', 'i32', 'i32', 'i32', 'i32', 'i32'], (body, x, y, columns, own, down, to) => {
    const total = body.variable('v128', f64x2.constant(0));
    const compareFour = (column: Variable, counted: number) => {
      const terms = compareWindows(body, column.value, own.value, rows);
      for (const half of [0, 1] as const) {
        const weights = [0, 1].map((lane) => (2 * half + lane < counted ? 1 : 0)) as [number, number];
        total.set(f64x2.add(total.value, f64x2.mul(similarity(terms, half), f64x2.constants(...weights))));
      }
      for (const address of [column, own]) step(address, 16);
    };
    slideDown(body, rows, { x, y, columns, own, down }, (column) => {
      const before = foursIn(rows) - 1;
      if (before > 0) body.repeat(i32.constant(before), () => compareFour(column, 4));
      compareFour(column, windowsIn(rows) - 4 * before);
    });
    body.run(v128.store(to.value, total.value));
  });
}

/** Values of a row at which a window begins. */
function windowsIn({ line }: Rows): number {
  return line - CHANNELS * (SIDE - 1);
}

/** Vectors of them; the last one may reach beyond them. */
export function foursIn(rows: Rows): number {
  return Math.ceil(windowsIn(rows) / 4);
}

/** Sums the columns over seven rows, from row to row; `look` is given the first column. */
function slideDown(body: Body, rows: Rows, slide: Slide, look: (column: Variable) => void): void {
  body.repeat(i32.constant(SIDE - 1), () => moveColumns(body, rows, slide));
  body.repeat(slide.down.value, () => {
    moveColumns(body, rows, slide);
    look(body.variable('i32', slide.columns.value));
  });
}

/** Adds a row of pixels to the sums of columns and takes away the one above the windows, four values at a time. */
function moveColumns(body: Body, { line, columns: next }: Rows, { x: atX, y: atY, columns }: Slide): void {
  const fours = Math.ceil(line / 4);
  const column = body.variable('i32', columns.value);
  const above = ({ value }: Variable) => i32.sub(value, i32.constant(SIDE * line));
  body.repeat(i32.constant(fours), () => {
    const [x, oldX, y, oldY] = [atX.value, above(atX), atY.value, above(atY)].map((address) =>
      body.keep('v128', v128.loadBytes(address, 1)),
    ) as [Code, Code, Code, Code];
    const change = (at: number, added: Code, dropped: Code) => {
      const sum = i32x4.sub(i32x4.add(v128.load(column.value, at), added), dropped);
      body.run(v128.store(column.value, sum, at));
    };
    change(0, x, oldX);
    change(next, i32x4.mul(x, x), i32x4.mul(oldX, oldX));
    change(2 * next, i32x4.mul(x, y), i32x4.mul(oldX, oldY));
    for (const address of [atX, atY]) step(address, 4);
    step(column, 16);
  });
  for (const address of [atX, atY]) step(address, line - 4 * fours);
}

/**
 * Of four windows 2 · means, 2 · covariance, the sum of the squared means and that of the variances. The means are times
 * 49, the variances and the covariance times 49 · 48, and so whole numbers: at most 49² · 255² · 2, which an i32 holds.
 */
function compareWindows(body: Body, columns: Code, own: Code, { columns: next, windows }: Rows) {
  const x = describeWindows(body, columns, { columns: next });
  const ySum = body.keep('v128', v128.load(own));
  const product = body.keep('v128', i32x4.mul(x.sum, ySum));
  const both = i32x4.mul(sumAcross(columns, 2 * next), i32x4.constant(PIXELS));
  return [
    i32x4.twice(product),
    i32x4.twice(i32x4.sub(both, product)),
    i32x4.add(i32x4.mul(x.sum, x.sum), i32x4.mul(ySum, ySum)),
    i32x4.add(x.spread, v128.load(own, windows)),
  ].map((term) => body.keep('v128', term)) as [Code, Code, Code, Code];
}

/** Of four windows: the sum of their values, and 49 · 48 times their variance. */
function describeWindows(body: Body, columns: Code, { columns: next }: Pick<Rows, 'columns'>) {
  const sum = body.keep('v128', sumAcross(columns, 0));
  const squares = i32x4.mul(sumAcross(columns, next), i32x4.constant(PIXELS));
  return { sum, spread: body.keep('v128', i32x4.sub(squares, i32x4.mul(sum, sum))) };
}

/** Of as many columns as a window has, for the windows from each of four values on. */
function sumAcross(columns: Code, at: number): Code {
  const others = Array.from({ length: SIDE - 1 }, (_, i) => v128.load(columns, at + 4 * CHANNELS * (i + 1)));
  return others.reduce<Code>((sum, column) => i32x4.add(sum, column), v128.load(columns, at));
}

/** Of two of the four windows. */
function similarity(terms: readonly [Code, Code, Code, Code], half: 0 | 1): Code {
  const { add, mul, div, constant, fromInts } = f64x2;
  const [means, covariance, squares, variances] = terms.map((term) =>
    fromInts(half === 0 ? term : v128.shuffle(term, term, [2, 3, 2, 3])),
  ) as [Code, Code, Code, Code];
  const above = mul(add(means, constant(C1)), add(covariance, constant(C2)));
  const below = mul(add(squares, constant(C1)), add(variances, constant(C2)));
  return div(above, below);
}
