import { type Code, i16x8, i32, i32x4, v128 } from '../wasm/ops.ts';
import { step, writeFunction, type WrittenFunction } from '../wasm/write-function.ts';

/** Σ (x − y)² of bytes, sixteen at a time: (addresses of x, of y, of the sum, i32 [4], number of sixteens). */
export function writeSquaredDifferences(): WrittenFunction {
  return writeFunction(['i32', 'i32', 'i32', 'i32'], (body, x, y, to, sixteens) => {
    const sum = body.variable('v128', i32x4.constant(0));
    body.repeat(sixteens.value, () => {
      const [xs, ys] = [x, y].map(({ value }) => body.keep('v128', v128.load(value))) as [Code, Code];
      for (const widen of [i16x8.fromFirstBytes, i16x8.fromLastBytes]) {
        const difference = body.keep('v128', i16x8.sub(widen(xs), widen(ys)));
        sum.set(i32x4.add(sum.value, i32x4.dot(difference, difference)));
      }
      for (const address of [x, y]) step(address, 16);
    });
    body.run(v128.store(to.value, sum.value));
  });
}

/**
 * Of rg = R − G and 2 yb = R + G − 2 B, four pixels at a time: Σ rg, Σ 2 yb, Σ |rg|, Σ |2 yb| and 4 Σ (rg² + yb²), each
 * i32 [4]: (addresses of the pixels, of the sums, number of fours).
 */
export function writeOpponents(): WrittenFunction {
  return writeFunction(['i32', 'i32', 'i32'], (body, pixels, to, fours) => {
    const sums = [0, 1, 2, 3, 4].map(() => body.variable('v128', i32x4.constant(0)));
    body.repeat(fours.value, () => {
      const [red, green, blue] = [0, 1, 2].map((channel) =>
        body.keep('v128', v128.loadBytes(i32.add(pixels.value, i32.constant(channel)), 3)),
      ) as [Code, Code, Code];
      const rg = body.keep('v128', i32x4.sub(red, green));
      const yb = body.keep('v128', i32x4.sub(i32x4.add(red, green), i32x4.twice(blue)));
      const square = i32x4.add(i32x4.twice(i32x4.twice(i32x4.mul(rg, rg))), i32x4.mul(yb, yb));
      [rg, yb, i32x4.abs(rg), i32x4.abs(yb), square].forEach((value, i) =>
        sums[i]?.set(i32x4.add(sums[i].value, value)),
      );
      step(pixels, 12);
    });
    sums.forEach(({ value }, i) => body.run(v128.store(to.value, value, 16 * i)));
  });
}
