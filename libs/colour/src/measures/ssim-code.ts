import { type Code, f64x2, i32, i32x4, v128 } from '../wasm/ops.ts';
import { type Body, writeFunction, type WrittenFunction } from '../wasm/write-function.ts';

export const SIDE = 7;
export const PIXELS = SIDE * SIDE;
const C1 = (0.01 * 255) ** 2;
const C2 = (0.03 * 255) ** 2;
/** From the variance of the pixels of a window to that of a sample. */
const SAMPLE = PIXELS / (PIXELS - 1);

/** Bytes from the sums of x to those of x², and from those to the ones of xy, each i32 a column. */
export interface ColumnSums {
  readonly next: number;
}

/** Bytes from the means of y to those of y², each f64 a window. */
export interface WindowMeans {
  readonly next: number;
}

/**
 * Adds a row of pixels to the sums of columns and takes another one away, four columns at a time: (addresses of a channel
 * of x to add and to take away, the same of y, of the columns, number of fours). Pixels have three channels of a byte.
 */
export function writeMoveColumns({ next }: ColumnSums): WrittenFunction {
  return writeFunction(
    ['i32', 'i32', 'i32', 'i32', 'i32', 'i32'],
    (body, addX, dropX, addY, dropY, columns, fours) =>
      body.repeat(fours.value, () => {
        const [x, oldX, y, oldY] = [addX, dropX, addY, dropY].map(({ value }) =>
          body.keep('v128', v128.loadBytes(value, 3)),
        ) as [Code, Code, Code, Code];
        const change = (at: number, added: Code, dropped: Code) => {
          const address = at === 0 ? columns.value : i32.add(columns.value, i32.constant(at));
          const sum = v128.load(columns.value, at);
          body.run(v128.store(address, i32x4.sub(i32x4.add(sum, added), dropped)));
        };
        change(0, x, oldX);
        change(next, i32x4.mul(x, x), i32x4.mul(oldX, oldX));
        change(2 * next, i32x4.mul(x, y), i32x4.mul(oldX, oldY));
        for (const address of [addX, dropX, addY, dropY])
          address.set(i32.add(address.value, i32.constant(12)));
        columns.set(i32.add(columns.value, i32.constant(16)));
      }),
  );
}

/**
 * The similarity in each window of a row, four windows at a time: (address of the sums of the columns, of the means of y,
 * of the results, f64, number of fours).
 */
export function writeCompareWindows({ next }: ColumnSums, means: WindowMeans): WrittenFunction {
  return writeFunction(['i32', 'i32', 'i32', 'i32'], (body, columns, own, to, fours) =>
    body.repeat(fours.value, () => {
      const sums = [0, next, 2 * next].map((at) => body.keep('v128', sumAcross(columns.value, at)));
      for (const half of [0, 1]) {
        const [mx, mxx, mxy] = sums.map((sum) => body.keep('v128', meanOf(sum, half))) as [Code, Code, Code];
        const my = body.keep('v128', v128.load(own.value, 16 * half));
        const myy = v128.load(own.value, means.next + 16 * half);
        const address = half === 0 ? to.value : i32.add(to.value, i32.constant(16));
        body.run(v128.store(address, similarity(body, { mx, my, mxx, myy, mxy })));
      }
      columns.set(i32.add(columns.value, i32.constant(16)));
      for (const address of [own, to]) address.set(i32.add(address.value, i32.constant(32)));
    }),
  );
}

/** Of as many columns as a window has, for the windows from each of four columns on. */
function sumAcross(columns: Code, at: number): Code {
  const others = Array.from({ length: SIDE - 1 }, (_, i) => v128.load(columns, at + 4 * (i + 1)));
  return others.reduce<Code>((sum, column) => i32x4.add(sum, column), v128.load(columns, at));
}

function meanOf(sum: Code, half: number): Code {
  const pair = half === 0 ? sum : v128.shuffle(sum, sum, [2, 3, 2, 3]);
  return f64x2.div(f64x2.fromInts(pair), f64x2.constant(PIXELS));
}

/** Means of x, y, x², y² and xy over a window. */
interface Means {
  readonly mx: Code;
  readonly my: Code;
  readonly mxx: Code;
  readonly myy: Code;
  readonly mxy: Code;
}

function similarity(body: Body, { mx, my, mxx, myy, mxy }: Means): Code {
  const { add, sub, mul, div, constant } = f64x2;
  const xx = body.keep('v128', mul(mx, mx));
  const yy = body.keep('v128', mul(my, my));
  const xy = body.keep('v128', mul(mx, my));
  const varianceSum = mul(constant(SAMPLE), sub(add(sub(mxx, xx), myy), yy));
  const covariance = mul(constant(SAMPLE), sub(mxy, xy));
  const above = mul(add(mul(constant(2), xy), constant(C1)), add(mul(constant(2), covariance), constant(C2)));
  const below = mul(add(add(xx, yy), constant(C1)), add(varianceSum, constant(C2)));
  return div(above, below);
}
