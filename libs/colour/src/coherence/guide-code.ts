import { type Code, f32x4, f64x2, i32, v128 } from '../wasm/ops.ts';
import {
  type Body,
  step,
  type Variable,
  writeFunction,
  type WrittenFunction,
} from '../wasm/write-function.ts';

const { add, sub, mul, div, most, constant } = f64x2;

/** Bytes of a column's sums, two pairs of doubles: of two channels, and of what goes with them. */
export const COLUMN_BYTES = 32;
/** Bytes of what the guide is like in a window, each twice: its mean, and 1 / (variance + ε). */
export const DESCRIBED_BYTES = 32;
/** Bytes of a line in a window: slope and intercept of two channels, in floats. */
export const LINE_BYTES = 16;

/** Of the two channels of a cell, and of what goes with them. */
type Sums = readonly [Code, Code];

/**
 * Adds a row of cells to the sums of their columns, or takes it away: (addresses of two channels, of the guide, of the
 * columns, number of cells). What goes with a channel is its product with the guide.
 */
export function writeMoveCells(change: typeof add): WrittenFunction {
  return writeFunction(['i32', 'i32', 'i32', 'i32'], (body, values, guide, columns, cells) =>
    body.repeat(cells.value, () => {
      const pair = body.keep('v128', f64x2.fromFloats(v128.loadPair(values.value)));
      const product = mul(f64x2.fromFloats(v128.loadSplat(guide.value)), pair);
      changeColumn(body, columns, change, [pair, product]);
      step(values, 8);
      step(guide, 4);
    }),
  );
}

/** The same of a row of lines: (addresses of the lines, of the columns, number of cells). Slope and intercept go together. */
export function writeMoveLines(change: typeof add): WrittenFunction {
  return writeFunction(['i32', 'i32', 'i32'], (body, lines, columns, cells) =>
    body.repeat(cells.value, () => {
      const line = body.keep('v128', v128.load(lines.value));
      const intercept = v128.shuffle(line, line, [2, 3, 2, 3]);
      changeColumn(body, columns, change, [f64x2.fromFloats(line), f64x2.fromFloats(intercept)]);
      step(lines, LINE_BYTES);
    }),
  );
}

function changeColumn(body: Body, columns: Variable, change: typeof add, [first, second]: Sums): void {
  body.run(v128.store(columns.value, change(v128.load(columns.value), first)));
  body.run(v128.store(columns.value, change(v128.load(columns.value, 16), second), 16));
  step(columns, COLUMN_BYTES);
}

/**
 * What the guide is like in each window of a row, where both channels were the guide itself: (addresses of the columns, of
 * 1 / cells of each window, of the result, number of cells, radius).
 */
export function writeDescribeRow(epsilon: number): WrittenFunction {
  return writeFunction(['i32', 'i32', 'i32', 'i32', 'i32'], (body, columns, share, to, cells, radius) =>
    eachWindow(body, { columns, cells, radius }, ([sum, squares]) => {
      const part = body.keep('v128', v128.loadDouble(share.value));
      const mean = body.keep('v128', mul(sum, part));
      const variance = sub(mul(squares, part), mul(mean, mean));
      const least = most(constant(0), variance); // rounding may bring it below 0
      body.run(v128.store(to.value, mean));
      body.run(v128.store(to.value, div(constant(1), add(least, constant(epsilon))), 16));
      step(share, 8);
      step(to, DESCRIBED_BYTES);
    }),
  );
}

/** The line in each window of a row: (addresses of the columns, of 1 / cells, of the guide described, of the lines, …). */
export function writeFitRow(): WrittenFunction {
  return writeFunction(
    ['i32', 'i32', 'i32', 'i32', 'i32', 'i32'],
    (body, columns, share, described, lines, cells, radius) =>
      eachWindow(body, { columns, cells, radius }, ([sum, products]) => {
        const part = body.keep('v128', v128.loadDouble(share.value));
        const mean = body.keep('v128', v128.load(described.value));
        const level = body.keep('v128', mul(sum, part));
        const covariance = sub(mul(products, part), mul(mean, level));
        const slope = body.keep('v128', mul(covariance, v128.load(described.value, 16)));
        const intercept = f32x4.fromDoubles(sub(level, mul(slope, mean)));
        body.run(v128.store(lines.value, v128.shuffle(f32x4.fromDoubles(slope), intercept, [0, 1, 4, 5])));
        step(share, 8);
        step(described, DESCRIBED_BYTES);
        step(lines, LINE_BYTES);
      }),
  );
}

/** What the lines of all windows around each cell of a row say on average: (…, of the guide, of two channels, …). */
export function writeAverageRow(): WrittenFunction {
  return writeFunction(
    ['i32', 'i32', 'i32', 'i32', 'i32', 'i32'],
    (body, columns, share, guide, to, cells, radius) =>
      eachWindow(body, { columns, cells, radius }, ([slopes, intercepts]) => {
        const guiding = f64x2.fromFloats(v128.loadSplat(guide.value));
        const said = mul(add(mul(slopes, guiding), intercepts), v128.loadDouble(share.value));
        body.run(v128.storePair(to.value, f32x4.fromDoubles(said)));
        step(share, 8);
        step(guide, 4);
        step(to, 8);
      }),
  );
}

interface Row {
  /** At radius + 1 columns of zeros before the first; behind the last there are as many. */
  readonly columns: Variable;
  readonly cells: Variable;
  readonly radius: Variable;
}

/** The sums over the window around every cell of a row: a column enters as another one leaves. */
function eachWindow(body: Body, { columns, cells, radius }: Row, write: (sums: Sums) => void): void {
  const sums = [0, 16].map((at) => ({ at, sum: body.variable('v128', constant(0)) }));
  const first = i32.add(radius.value, i32.constant(1));
  const entering = body.variable('i32', i32.add(columns.value, i32.mul(first, i32.constant(COLUMN_BYTES))));
  const enter = () => {
    for (const { at, sum } of sums) sum.set(add(sum.value, v128.load(entering.value, at)));
    step(entering, COLUMN_BYTES);
  };
  body.repeat(radius.value, enter);
  body.repeat(cells.value, () => {
    enter();
    for (const { at, sum } of sums) sum.set(sub(sum.value, v128.load(columns.value, at)));
    step(columns, COLUMN_BYTES);
    write(sums.map(({ sum }) => sum.value) as [Code, Code]);
  });
}
