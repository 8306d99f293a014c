import { RGB_TO_XYZ } from '../lab/lab.ts';
import { LIGHT_CELLS } from '../lab/rgb-space.ts';
import { type Code, f32, f32x4, i32, i32x4, v128 } from '../wasm/ops.ts';
import { type Body, step, writeFunction, type WrittenFunction } from '../wasm/write-function.ts';
import type { PixelMemory } from './pixel-memory.ts';

const [, , , YR, YG, YB] = RGB_TO_XYZ;

/** The light Y 0..1 of four pixels that lie side by side from an address on. */
export function lightOfFour(
  body: Body,
  samples: Code,
  channels: 3 | 4,
  { bytes, linear }: PixelMemory,
): Code {
  const channel = (pixel: number, c: number, weight: number) => {
    const sample = i32.load(bytes, samples, (pixel * channels + c) * bytes);
    return f32.mul(f32.load(i32.shiftLeft(sample, i32.constant(2)), linear), f32.constant(weight));
  };
  const light = (pixel: number) =>
    f32.add(f32.add(channel(pixel, 0, YR), channel(pixel, 1, YG)), channel(pixel, 2, YB));
  return body.keep('v128', v128.pack([0, 1, 2, 3].map(light)));
}

/** fy of Lab, (L + 16) / 116, of four lights, by interpolation between the entries of `lightCurve`. */
export function curveOfFour(body: Body, light: Code, { curve }: PixelMemory): Code {
  const place = body.keep('v128', f32x4.mul(light, f32x4.constant(LIGHT_CELLS)));
  const cell = body.keep('v128', i32x4.fromFloats(place));
  const pairs = [0, 1, 2, 3].map((lane) =>
    body.keep('v128', v128.loadPair(i32.shiftLeft(i32x4.lane(cell, lane), i32.constant(2)), curve)),
  ) as [Code, Code, Code, Code];
  const low = body.keep('v128', v128.shuffle(pairs[0], pairs[1], [0, 4, 1, 5])); // here, here, next, next
  const high = body.keep('v128', v128.shuffle(pairs[2], pairs[3], [0, 4, 1, 5]));
  const here = body.keep('v128', v128.shuffle(low, high, [0, 1, 4, 5]));
  const next = v128.shuffle(low, high, [2, 3, 6, 7]);
  const share = f32x4.sub(place, f32x4.fromInts(cell));
  return body.keep('v128', f32x4.add(here, f32x4.mul(f32x4.sub(next, here), share)));
}

/** Lightness L 0..100 of pixels: (address of their samples [n, 3], of the result, f32 [n], number of fours). */
export function writeLightness(of: PixelMemory): WrittenFunction {
  return writeFunction(['i32', 'i32', 'i32'], (body, samples, to, fours) =>
    body.repeat(fours.value, () => {
      const fy = curveOfFour(body, lightOfFour(body, samples.value, 3, of), of);
      const lightness = f32x4.sub(f32x4.mul(fy, f32x4.constant(116)), f32x4.constant(16));
      body.run(v128.store(to.value, lightness));
      step(samples, 12 * of.bytes);
      step(to, 16);
    }),
  );
}
