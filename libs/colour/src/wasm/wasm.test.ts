import { describe, expect, it } from '@jest/globals';

import { growTo, newMemory, openFunctions } from './open-functions.ts';
import { type Code, f32, f32x4, f64x2, i32, i32x4, v128 } from './ops.ts';
import { writeFunction } from './write-function.ts';

const X = [1.5, -2.25, 7, 0.1];
const Y = [4, -3, 0.5, 100];

describe('an op on four floats', () => {
  it.each<[string, (x: Code, y: Code) => Code, (x: number, y: number) => number]>([
    ['add', f32x4.add, (x, y) => x + y],
    ['sub', f32x4.sub, (x, y) => x - y],
    ['mul', f32x4.mul, (x, y) => x * y],
    ['div', f32x4.div, (x, y) => x / y],
    ['floor', (x) => f32x4.floor(x), Math.floor],
    ['least', f32x4.least, Math.min],
    ['most', f32x4.most, Math.max],
    [
      'select by less',
      (x, y) => v128.select(f32x4.less(x, y), x, f32x4.constant(9)),
      (x, y) => (x < y ? x : 9),
    ],
    ['select by greater', (x, y) => v128.select(f32x4.greater(x, y), x, y), (x, y) => (x > y ? x : y)],
    ['fromFloats and fromInts', (x) => f32x4.fromInts(i32x4.fromFloats(x)), (x) => Math.trunc(x)],
    ['splat', () => f32x4.splat(f32.add(f32.constant(-1.25), f32.constant(300))), () => 298.75],
  ])('%s is that of numbers', (_, code, expected) => {
    expect(compute(code)).toEqual(Array.from(Float32Array.of(...X), (x, i) => f(expected(x, f(Y[i] ?? 0)))));
  });

  it('shuffle takes lanes of both', () => {
    expect(compute((x, y) => v128.shuffle(x, y, [0, 4, 3, 7]))).toEqual([X[0], Y[0], X[3], Y[3]].map(f));
  });

  it('loadBytes takes every third byte as a whole number', () => {
    const memory = newMemory(64);
    const run = writeFunction(['i32'], (body, at) =>
      body.run(v128.store(i32.add(at.value, i32.constant(16)), v128.loadBytes(at.value, 3))),
    );
    new Uint8Array(memory.buffer).set([200, 1, 2, 255, 4, 5, 0, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
    openFunctions({ run }, memory).run(0);
    expect([...new Int32Array(memory.buffer, 16, 4)]).toEqual([200, 255, 0, 9]);
  });

  it('computes with doubles of whole numbers', () => {
    const memory = newMemory(64);
    const run = writeFunction(['i32'], (body, at) => {
      const x = v128.load(at.value);
      const [sum, twice] = [i32x4.mul(x, x), i32x4.sub(i32x4.mul(x, x), x)].map((ints) =>
        f64x2.fromInts(ints),
      );
      const third = f64x2.div(
        f64x2.sub(f64x2.add(sum ?? [], twice ?? []), f64x2.constant(0.5)),
        f64x2.constant(3),
      );
      body.run(v128.store(i32.add(at.value, i32.constant(16)), f64x2.mul(third, f64x2.constant(1.1))));
    });
    new Int32Array(memory.buffer).set([7, -12, 1, 1]);
    openFunctions({ run }, memory).run(0);
    expect([...new Float64Array(memory.buffer, 16, 2)]).toEqual(
      [7, -12].map((x) => ((x * x + (x * x - x) - 0.5) / 3) * 1.1),
    );
  });

  it('pack puts numbers side by side', () => {
    const numbers = [1, -2, 3.5, 1e9].map(f32.constant);
    expect(compute(() => v128.pack(numbers))).toEqual([1, -2, 3.5, 1e9]);
  });
});

describe('a function', () => {
  it('repeats statements, and runs some of them on a condition', () => {
    const memory = newMemory(1);
    const count = writeFunction(['i32', 'i32'], (body, times, flag) => {
      const sum = body.variable('i32', i32.constant(-200));
      body.repeat(times.value, () => sum.set(i32.add(sum.value, i32.constant(300))));
      body.when(flag.value, () => sum.set(i32.shiftLeft(sum.value, i32.constant(1))));
      body.run(i32.store(2, i32.constant(0), sum.value, 8));
    });
    const { run } = openFunctions({ run: count }, memory);
    for (const [times, flag, expected] of [
      [1, 0, 100],
      [5, 0, 1300],
      [5, 1, 2600],
    ] as const) {
      run(times, flag);
      expect(new Uint16Array(memory.buffer, 8, 1)[0]).toBe(expected);
    }
  });

  it('reaches what a memory has grown to', () => {
    const memory = newMemory(1);
    const { copy } = openFunctions({ copy: copyByte() }, memory);
    growTo(memory, 200_000);
    new Uint8Array(memory.buffer)[199_999] = 77;
    copy(199_999, 3);
    expect(new Uint8Array(memory.buffer)[3]).toBe(77);
  });
});

function copyByte() {
  return writeFunction(['i32', 'i32'], (body, from, to) =>
    body.run(i32.store(1, to.value, i32.load(1, from.value))),
  );
}

/** What a vector op makes of X and Y. */
function compute(code: (x: Code, y: Code) => Code): number[] {
  const memory = newMemory(48);
  const run = writeFunction(['i32'], (body, at) => {
    const [x, y] = [v128.load(at.value), v128.load(at.value, 16)];
    body.run(v128.store(i32.add(at.value, i32.constant(32)), code(x, y)));
  });
  const floats = new Float32Array(memory.buffer, 0, 12);
  floats.set([...X, ...Y]);
  openFunctions({ run }, memory).run(0);
  return [...floats.subarray(8)];
}

function f(value: number): number {
  return Math.fround(value);
}
