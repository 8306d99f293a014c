import { assertTriples, linearFromSrgb, RGB_TO_XYZ, WHITE_X, WHITE_Z } from './lab.ts';

export const XYZ_TO_RGB = invert3(RGB_TO_XYZ);

// Linear light may stray this far outside 0..1: less than a third of an 8-bit step where steps are smallest.
export const TOLERANCE = 1e-4;

// Chroma is below 256, so 14 halvings leave less than .02 ab units, far below an 8-bit step.
const HALVINGS = 14;

// Byte k begins where the exact encoding rounds to k. The guess is the byte at the start of a cell of 1/4096;
// at most one threshold lies inside a cell, because the curve rises by at most .8 of a byte per cell.
const THRESHOLD = Float64Array.from({ length: 257 }, (_, byte) =>
  byte === 0 ? -Infinity : byte === 256 ? Infinity : linearFromSrgb((byte - 0.5) / 255),
);
const CELLS = 4096;
const GUESS = Uint8Array.from({ length: CELLS + 1 }, (_, cell) => byteAt(cell / CELLS));

function byteAt(linear: number): number {
  let byte = 0;
  while (linear >= THRESHOLD[byte + 1]) byte++;
  return byte;
}

function byteOfLinear(linear: number): number {
  const clamped = linear < 0 ? 0 : linear > 1 ? 1 : linear;
  const byte = GUESS[(clamped * CELLS) | 0];
  return clamped >= THRESHOLD[byte + 1] ? byte + 1 : byte;
}

export function inverseLabCurve(f: number): number {
  return f > 0.2068966 ? f * f * f : (f - 16 / 116) / 7.787;
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
  return inGamut(rgb, TOLERANCE);
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
  writeSrgb({ lightness: lab, lightnessStep: 3, ab: lab, abStart: 1, abStep: 3 }, out);
  return out;
}

/**
 * The same of L [n] and ab [n, 2], into `out` [n, 3]. → the pixels that sRGB cannot show, by isDisplayable's tolerance:
 * those whose chroma was taken back
 */
export function showInSrgb(lightness: Float32Array, ab: Float32Array, out: Uint8ClampedArray): number {
  const pixels = lightness.length;
  if (ab.length !== 2 * pixels || out.length !== 3 * pixels) {
    throw new RangeError(
      `showInSrgb: expected ${2 * pixels} ab values and ${3 * pixels} of output for ${pixels} of L, ` +
        `got ${ab.length} and ${out.length}`,
    );
  }
  return writeSrgb({ lightness, lightnessStep: 1, ab, abStart: 0, abStep: 2 }, out);
}

/** Where the values of pixels lie, in one array or in two. */
interface LabPixels {
  readonly lightness: ArrayLike<number>;
  readonly lightnessStep: number;
  readonly ab: ArrayLike<number>;
  readonly abStart: number;
  readonly abStep: number;
}

/** → the pixels that sRGB cannot show. All in one loop: numbers that are handed to a function lie on the heap. */
function writeSrgb(
  { lightness, lightnessStep, ab, abStart, abStep }: LabPixels,
  out: Uint8ClampedArray,
): number {
  const rgb = new Float64Array(3);
  let outside = 0;
  for (let i = 0, at = 0, from = abStart; i < out.length; i += 3, at += lightnessStep, from += abStep) {
    const L = Math.min(100, Math.max(0, lightness[at])); // NaN stays NaN
    const a = ab[from];
    const b = ab[from + 1];
    writeLinear(L, a, b, rgb);
    if (!inGamut(rgb, TOLERANCE)) {
      writeReduced(L, a, b, rgb, i);
      outside++;
    }
    out[i] = byteOfLinear(rgb[0]);
    out[i + 1] = byteOfLinear(rgb[1]);
    out[i + 2] = byteOfLinear(rgb[2]);
  }
  return outside;
}

function writeReduced(L: number, a: number, b: number, rgb: Float64Array, at: number): void {
  if (!Number.isFinite(L + a + b)) {
    throw new RangeError(`labToSrgb: value ${at}: expected a finite Lab colour, got (${L}, ${a}, ${b})`);
  }
  // Beyond chroma 256 nothing is displayable; starting there bounds the error whatever the network said.
  let outside = Math.min(1, 256 / Math.hypot(a, b));
  let inside = 0;
  for (let i = 0; i < HALVINGS; i++) {
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
