import { type Code, f64x2, i32, i32x4, v128 } from '../wasm/ops.ts';
import { type Body, writeFunction, type WrittenFunction } from '../wasm/write-function.ts';

export const SIDE = 7;
const PIXELS = SIDE * SIDE;
/** Bytes of a pixel: the next value of the same channel lies so far away. */
export const CHANNELS = 3;
/** C₁ and C₂, times what the means and the variances are times below. */
const C1 = (0.01 * 255) ** 2 * PIXELS ** 2;
const C2 = (0.03 * 255) ** 2 * PIXELS * (PIXELS - 1);

/** Bytes from the sums of x to those of x², and from those to the ones of xy, each i32 a value of a row. */
export interface ColumnSums {
  readonly next: number;
}

/** Bytes from the sums of y to its spreads, each i32 a window. */
export interface OwnWindows {
  readonly next: number;
}

/**
 * Adds a row of pixels to the sums of columns and takes another one away, four values at a time: (addresses of x to add
 * and to take away, the same of y, of the columns, number of fours).
 */
export function writeMoveColumns({ next }: ColumnSums): WrittenFunction {
  return writeFunction(
    ['i32', 'i32', 'i32', 'i32', 'i32', 'i32'],
    (body, addX, dropX, addY, dropY, columns, fours) =>
      body.repeat(fours.value, () => {
        const [x, oldX, y, oldY] = [addX, dropX, addY, dropY].map(({ value }) =>
          body.keep('v128', v128.loadBytes(value, 1)),
        ) as [Code, Code, Code, Code];
        const change = (at: number, added: Code, dropped: Code) => {
          const sum = v128.load(columns.value, at);
          body.run(v128.store(behind(columns.value, at), i32x4.sub(i32x4.add(sum, added), dropped)));
        };
        change(0, x, oldX);
        change(next, i32x4.mul(x, x), i32x4.mul(oldX, oldX));
        change(2 * next, i32x4.mul(x, y), i32x4.mul(oldX, oldY));
        for (const address of [addX, dropX, addY, dropY])
          address.set(i32.add(address.value, i32.constant(4)));
        columns.set(i32.add(columns.value, i32.constant(16)));
      }),
  );
}

/** What each window of a row is alone: (address of the sums of the columns, of the windows, number of fours). */
export function writeDescribeWindows({ next }: ColumnSums, own: OwnWindows): WrittenFunction {
  return writeFunction(['i32', 'i32', 'i32'], (body, columns, to, fours) =>
    body.repeat(fours.value, () => {
      const { sum, spread } = describeWindows(body, columns.value, next);
      body.run(v128.store(to.value, sum));
      body.run(v128.store(behind(to.value, own.next), spread));
      for (const address of [columns, to]) address.set(i32.add(address.value, i32.constant(16)));
    }),
  );
}

/**
 * The similarity in each window of a row, four windows at a time: (address of the sums of the columns, of what the windows
 * of y are alone, of the results, f64, number of fours).
 *
 * Sums are of whole numbers, and so are the means times 49, the variances and the covariance times 49 · 48: at most
 * 49² · 255², which an i32 holds. Only the last steps round.
 */
export function writeCompareWindows({ next }: ColumnSums, own: OwnWindows): WrittenFunction {
  return writeFunction(['i32', 'i32', 'i32', 'i32'], (body, columns, windows, to, fours) =>
    body.repeat(fours.value, () => {
      const x = describeWindows(body, columns.value, next);
      const ySum = body.keep('v128', v128.load(windows.value));
      const product = body.keep('v128', i32x4.mul(x.sum, ySum));
      const both = i32x4.mul(sumAcross(columns.value, 2 * next), i32x4.splat(i32.constant(PIXELS)));
      const squares = i32x4.add(i32x4.mul(x.sum, x.sum), i32x4.mul(ySum, ySum));
      const terms = [
        twice(product),
        twice(i32x4.sub(both, product)),
        squares,
        i32x4.add(x.spread, v128.load(windows.value, own.next)),
      ].map((term) => body.keep('v128', term)) as [Code, Code, Code, Code];
      for (const half of [0, 1] as const)
        body.run(v128.store(behind(to.value, 16 * half), similarity(terms, half)));
      for (const address of [columns, windows]) address.set(i32.add(address.value, i32.constant(16)));
      to.set(i32.add(to.value, i32.constant(32)));
    }),
  );
}

/** Of four windows: the sum of their values, and 49 · 48 times their variance. */
function describeWindows(body: Body, columns: Code, next: number) {
  const sum = body.keep('v128', sumAcross(columns, 0));
  const squares = i32x4.mul(sumAcross(columns, next), i32x4.splat(i32.constant(PIXELS)));
  return { sum, spread: body.keep('v128', i32x4.sub(squares, i32x4.mul(sum, sum))) };
}

/** Of as many columns as a window has, for the windows from each of four values on. */
function sumAcross(columns: Code, at: number): Code {
  const others = Array.from({ length: SIDE - 1 }, (_, i) => v128.load(columns, at + 4 * CHANNELS * (i + 1)));
  return others.reduce<Code>((sum, column) => i32x4.add(sum, column), v128.load(columns, at));
}

/** Of two of the four windows, from 2 · means, 2 · covariance, the sum of the squared means and that of the variances. */
function similarity(terms: readonly [Code, Code, Code, Code], half: 0 | 1): Code {
  const { add, mul, div, constant, fromInts } = f64x2;
  const [means, covariance, squares, variances] = terms.map((term) =>
    fromInts(half === 0 ? term : v128.shuffle(term, term, [2, 3, 2, 3])),
  ) as [Code, Code, Code, Code];
  const above = mul(add(means, constant(C1)), add(covariance, constant(C2)));
  const below = mul(add(squares, constant(C1)), add(variances, constant(C2)));
  return div(above, below);
}

function twice(value: Code): Code {
  return i32x4.shiftLeft(value, i32.constant(1));
}

function behind(address: Code, bytes: number): Code {
  return bytes === 0 ? address : i32.add(address, i32.constant(bytes));
}
