import { beforeAll, describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';

import { openBackEnd } from '../backend/node-back-end.ts';
import { float16Bits, float16Values } from './float16.ts';

/** All finite numbers of binary16 from 0 up, decoded by their definition. */
const POSITIVE = Float64Array.from({ length: 31 * 1024 }, (_, bits) => {
  const [exponent, digits] = [bits >> 10, bits & 1023];
  return exponent === 0 ? digits * 2 ** -24 : (1024 + digits) * 2 ** (exponent - 25);
});

describe('float16', () => {
  beforeAll(() => openBackEnd('wasm'));

  it('keeps every number that it has, with its sign', () => {
    const bits = float16Bits(Float32Array.from(POSITIVE));
    expect(bits.every((value, i) => value === i)).toBe(true);
    const negative = float16Bits(Float32Array.from(POSITIVE, (value) => -value));
    expect(negative.every((value, i) => value === i + 0x8000)).toBe(true);
  });

  it('rounds what lies between two to the nearer one, and to the even one in the middle', () => {
    const between = (share: number) =>
      float16Bits(
        Float32Array.from(
          POSITIVE.subarray(1),
          (next, i) => (1 - share) * (POSITIVE[i] ?? NaN) + share * next,
        ),
      );
    expect(between(0.25).every((bits, i) => bits === i)).toBe(true);
    expect(between(0.75).every((bits, i) => bits === i + 1)).toBe(true);
    expect(between(0.5).every((bits, i) => bits === i + (i % 2))).toBe(true);
  });

  it('is read by TensorFlow.js as the same numbers', () => {
    const values = Float32Array.of(0.1, -3.14159, 1e-6, 65504, 0);
    const quantization = { dtype: 'float16' } as const;
    const spec = { name: 'w', shape: [5], dtype: 'float32', quantization } as const;
    const { w } = tf.io.decodeWeights(float16Bits(values).buffer as ArrayBuffer, [{ ...spec, shape: [5] }]);
    w?.dataSync().forEach((value, i) => {
      const exact = values[i] ?? NaN;
      expect(Math.abs(value - exact)).toBeLessThanOrEqual(Math.max(Math.abs(exact) * 2 ** -11, 2 ** -25));
    });
  });

  it('gives back every number that it keeps, and what is none', () => {
    const all = Float32Array.from([...POSITIVE, ...POSITIVE.map((value) => -value)]);
    expect(float16Values(float16Bits(all))).toEqual(all);
    expect([...float16Values(Uint16Array.of(0x7c00, 0xfc00, 0x7e00))]).toEqual([Infinity, -Infinity, NaN]);
  });

  it.each([65520, -1e9, Infinity, NaN])('refuses %d, which it cannot hold', (value) => {
    expect(() => float16Bits(Float32Array.of(value))).toThrow(/expected numbers within ±65504, got/);
  });
});
