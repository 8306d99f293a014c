import { assertTriples } from './lab.ts';

/** L [n] and ab [n, 2] → Lab [n, 3]. Throws when the lengths disagree. */
export function joinLab(
  L: Float32Array,
  ab: Float32Array,
  out = new Float32Array(3 * L.length),
): Float32Array {
  if (ab.length !== 2 * L.length || out.length !== 3 * L.length) {
    throw new RangeError(
      `joinLab: expected ${2 * L.length} ab values and ${3 * L.length} of output for ${L.length} of L, ` +
        `got ${ab.length} and ${out.length}; resize ab to the size of L first`,
    );
  }
  for (let pixel = 0; pixel < L.length; pixel++) {
    out[3 * pixel] = L[pixel];
    out[3 * pixel + 1] = ab[2 * pixel];
    out[3 * pixel + 2] = ab[2 * pixel + 1];
  }
  return out;
}

/** Lab [n, 3] → L [n]. */
export function takeLightness(lab: Float32Array): Float32Array {
  assertTriples('takeLightness', lab);
  const lightness = new Float32Array(lab.length / 3);
  for (let pixel = 0; pixel < lightness.length; pixel++) {
    lightness[pixel] = lab[3 * pixel];
  }
  return lightness;
}

/** Lab [n, 3] → ab [n, 2]. */
export function takeAb(lab: Float32Array): Float32Array {
  assertTriples('takeAb', lab);
  const ab = new Float32Array((2 * lab.length) / 3);
  for (let from = 1, to = 0; from < lab.length; from += 3, to += 2) {
    ab[to] = lab[from];
    ab[to + 1] = lab[from + 1];
  }
  return ab;
}
