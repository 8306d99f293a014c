import { type Gamut, nearestBin } from '@tintype/colour';

import type { PatchSource } from './patch-source.ts';

/** Patches read at a time. */
const AT_ONCE = 64;

/** One pixel in so many, in height and width, is looked at: neighbours have nearly the same colour. */
const PIXEL_STEP = 2;

/**
 * The mean class weight of each patch's pixels, by their nearest bins. It passes over all patches once and looks at
 * a quarter of their pixels. weights [Q] → [count]
 */
export async function meanWeights(
  source: PatchSource,
  gamut: Gamut,
  weights: Float32Array,
): Promise<Float64Array> {
  const weightAt = weightLookup(gamut, weights);
  const [window, target] = [source.lightnessShape[0] ?? 0, source.abShape[0] ?? 0];
  const most = Math.min(AT_ONCE, source.count);
  const into = {
    lightness: new Float32Array(most * window ** 2),
    ab: new Float32Array(most * target ** 2 * 2),
  };
  const means = new Float64Array(source.count);
  for (let from = 0; from < source.count; from += AT_ONCE) {
    const length = Math.min(AT_ONCE, source.count - from);
    await source.read(
      Int32Array.from({ length }, (_, i) => from + i),
      into,
    );
    for (let i = 0; i < length; i++) means[from + i] = meanOf(into.ab, i, target, weightAt);
  }
  return means;
}

type WeightOf = (a: number, b: number) => number;

function weightLookup(gamut: Gamut, weights: Float32Array): WeightOf {
  const nearest = nearestBin(gamut);
  return (a, b) => weights[nearest(a, b)] ?? NaN;
}

/** Over the grid of one patch in ab [B, side, side, 2]. */
function meanOf(ab: Float32Array, patch: number, side: number, weightAt: WeightOf): number {
  let [sum, seen] = [0, 0];
  for (let y = 0; y < side; y += PIXEL_STEP)
    for (let x = 0; x < side; x += PIXEL_STEP, seen++) {
      const at = 2 * ((patch * side + y) * side + x);
      sum += weightAt(ab[at] ?? NaN, ab[at + 1] ?? NaN);
    }
  return sum / seen;
}
