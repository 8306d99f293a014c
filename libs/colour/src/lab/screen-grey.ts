import { linearFromSrgb, tabulatedCurve } from './lab.ts';
import { inverseLabCurve } from './lab-to-srgb.ts';
import { srgbFromLinear } from './rgb-space.ts';

const STEPS_PER_UNIT = 64;
/** One more than the range needs, because its end reads its right neighbour. */
let greys: Float32Array | undefined;
let lightnesses: Float32Array | undefined;

/** The grey 0..255 in which an sRGB screen shows L 0..100, as a new array; within .01 of the formulas. */
export function greyOnScreen(lightness: Float32Array): Float32Array {
  const table = (greys ??= Float32Array.from(
    { length: 100 * STEPS_PER_UNIT + 2 },
    (_, i) => 255 * srgbFromLinear(inverseLabCurve((i / STEPS_PER_UNIT + 16) / 116)),
  ));
  return readAll(table, lightness, 100);
}

/** The L 0..100 of greys 0..255 on an sRGB screen, as a new array; within .002 of the formulas. */
export function lightnessOnScreen(grey: Float32Array): Float32Array {
  const table = (lightnesses ??= Float32Array.from(
    { length: 255 * STEPS_PER_UNIT + 2 },
    (_, i) => 116 * tabulatedCurve(Math.min(1, linearFromSrgb(i / STEPS_PER_UNIT / 255))) - 16,
  ));
  return readAll(table, grey, 255);
}

/** Of values clamped to 0..most. A loop, as `map` makes an object of every number. */
function readAll(table: Float32Array, values: Float32Array, most: number): Float32Array {
  const read = new Float32Array(values.length);
  for (let i = 0; i < values.length; i++) read[i] = readTable(table, Math.min(most, Math.max(0, values[i])));
  return read;
}

function readTable(table: Float32Array, value: number): number {
  const x = value * STEPS_PER_UNIT;
  const i = x | 0;
  const left = table[i];
  return left + (table[i + 1] - left) * (x - i);
}
