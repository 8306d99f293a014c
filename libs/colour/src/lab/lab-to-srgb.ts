import { assertTriples, linearFromSrgb, RGB_TO_XYZ, WHITE_X, WHITE_Z } from './lab.ts';
import { LAB_CURVE } from './lab-curve.ts';

export const XYZ_TO_RGB = invert3(RGB_TO_XYZ);

/** How a colour that the screen cannot show loses chroma. */
export const SHOW_LIMITS = {
  matrix: XYZ_TO_RGB,
  /** Linear light may stray this far outside 0..1: less than a third of an 8-bit step where steps are smallest. */
  tolerance: 1e-4,
  /** Beyond this chroma nothing is displayable; starting there bounds the error whatever the network said. */
  mostChroma: 256,
  /** So 14 halvings leave less than .02 ab units, far below an 8-bit step. */
  halvings: 14,
} as const;

// Byte k begins where the exact encoding rounds to k. The guess is the byte at the start of a cell of 1/4096;
// at most one threshold lies inside a cell, because the curve rises by at most .8 of a byte per cell.
export const BYTE_THRESHOLD = Float64Array.from({ length: 257 }, (_, byte) =>
  byte === 0 ? -Infinity : byte === 256 ? Infinity : linearFromSrgb((byte - 0.5) / 255),
);
export const BYTE_CELLS = 4096;
export const BYTE_GUESS = Uint8Array.from({ length: BYTE_CELLS + 1 }, (_, cell) => byteAt(cell / BYTE_CELLS));

function byteAt(linear: number): number {
  let byte = 0;
  while (linear >= BYTE_THRESHOLD[byte + 1]) byte++;
  return byte;
}

function byteOfLinear(linear: number): number {
  const clamped = linear < 0 ? 0 : linear > 1 ? 1 : linear;
  const byte = BYTE_GUESS[(clamped * BYTE_CELLS) | 0];
  return clamped >= BYTE_THRESHOLD[byte + 1] ? byte + 1 : byte;
}

export function inverseLabCurve(f: number): number {
  const { rootAtJoint, offset, slope } = LAB_CURVE;
  return f > rootAtJoint ? f * f * f : (f - offset) / slope;
}

/** Linear light of a Lab colour into `rgb` [3]: 0..1 each where sRGB can show it, beyond that where it cannot. */
export function writeLinear(L: number, a: number, b: number, rgb: Float64Array): void {
  const fy = (L + 16) / 116;
  const x = WHITE_X * inverseLabCurve(fy + a / 500);
  const y = inverseLabCurve(fy);
  const z = WHITE_Z * inverseLabCurve(fy - b / 200);
  const m = XYZ_TO_RGB;
  rgb[0] = m[0] * x + m[1] * y + m[2] * z;
  rgb[1] = m[3] * x + m[4] * y + m[5] * z;
  rgb[2] = m[6] * x + m[7] * y + m[8] * z;
}

function inGamut(rgb: Float64Array, tolerance: number): boolean {
  const [r, g, b] = [rgb[0], rgb[1], rgb[2]];
  const low = -tolerance;
  const high = 1 + tolerance;
  return r >= low && r <= high && g >= low && g <= high && b >= low && b <= high;
}

/** Whether sRGB can show this Lab colour (up to a third of an 8-bit step). */
export function isDisplayable(L: number, a: number, b: number): boolean {
  if (!(L >= 0 && L <= 100)) return false;
  const rgb = new Float64Array(3);
  writeLinear(L, a, b, rgb);
  return inGamut(rgb, SHOW_LIMITS.tolerance);
}

/**
 * Lab [n, 3] → sRGB bytes [n, 3], correctly rounded.
 * A colour outside sRGB keeps its L and hue and loses chroma until it fits; clipping channels instead would
 * change both. L outside 0..100 is clamped. Throws on values that are not finite.
 */
export function labToSrgb(
  lab: ArrayLike<number>,
  out = new Uint8ClampedArray(lab.length),
): Uint8ClampedArray {
  assertTriples('labToSrgb', lab, out);
  const rgb = new Float64Array(3);
  for (let i = 0; i < out.length; i += 3) {
    const L = Math.min(100, Math.max(0, lab[i])); // NaN stays NaN
    writeLinear(L, lab[i + 1], lab[i + 2], rgb);
    if (!inGamut(rgb, SHOW_LIMITS.tolerance)) writeReduced(L, lab[i + 1], lab[i + 2], rgb, i);
    for (const c of [0, 1, 2]) out[i + c] = byteOfLinear(rgb[c]);
  }
  return out;
}

function writeReduced(L: number, a: number, b: number, rgb: Float64Array, at: number): void {
  if (!Number.isFinite(L + a + b)) {
    throw new RangeError(`labToSrgb: value ${at}: expected a finite Lab colour, got (${L}, ${a}, ${b})`);
  }
  let outside = Math.min(1, SHOW_LIMITS.mostChroma / Math.hypot(a, b));
  let inside = 0;
  for (let i = 0; i < SHOW_LIMITS.halvings; i++) {
    const middle = (inside + outside) / 2;
    writeLinear(L, a * middle, b * middle, rgb);
    if (inGamut(rgb, 0)) inside = middle;
    else outside = middle;
  }
  writeLinear(L, a * inside, b * inside, rgb);
}

/** Of a 3 × 3 matrix, row by row. */
export function invert3([a, b, c, d, e, f, g, h, i]: readonly number[]): readonly number[] {
  const det = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
  const adjugate = [
    e * i - f * h,
    c * h - b * i,
    b * f - c * e,
    f * g - d * i,
    a * i - c * g,
    c * d - a * f,
    d * h - e * g,
    b * g - a * h,
    a * e - b * d,
  ];
  return adjugate.map((value) => value / det);
}
