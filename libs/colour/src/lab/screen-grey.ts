import { inverseLabCurve } from './lab-to-srgb.ts';
import { srgbFromLinear } from './rgb-space.ts';

const STEPS_PER_UNIT = 64;
/** One more than the range needs, because L = 100 reads its right neighbour. */
let greys: Float32Array | undefined;

/** The grey 0..255 in which an sRGB screen shows L 0..100, as a new array; within .01 of the formulas. */
export function greyOnScreen(lightness: Float32Array): Float32Array {
  const table = (greys ??= Float32Array.from(
    { length: 100 * STEPS_PER_UNIT + 2 },
    (_, i) => 255 * srgbFromLinear(inverseLabCurve((i / STEPS_PER_UNIT + 16) / 116)),
  ));
  return lightness.map((L) => {
    const x = Math.min(100, Math.max(0, L)) * STEPS_PER_UNIT;
    const i = x | 0;
    const left = table[i];
    return left + (table[i + 1] - left) * (x - i);
  });
}
