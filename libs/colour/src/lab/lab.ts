import { newMemory, openFunctions, placeParts } from '../wasm/open-functions.ts';
import { writeLab } from './lab-code.ts';
import { LAB_CURVE } from './lab-curve.ts';

// CIE Lab under D65, with the constants of scikit-image. They are not quite consistent with one another
// (greys get |b| up to .005), but every published ab bin and prior was made with them.
const [XR, XG, XB] = [0.412453, 0.35758, 0.180423];
const [YR, YG, YB] = [0.212671, 0.71516, 0.072169];
const [ZR, ZG, ZB] = [0.019334, 0.119193, 0.950227];
export const WHITE_X = 0.95047;
export const WHITE_Z = 1.08883;
export const RGB_TO_XYZ = [XR, XG, XB, YR, YG, YB, ZR, ZG, ZB] as const;

/** sRGB transfer function, c in 0..1 → linear light in 0..1 (IEC 61966-2-1). */
export function linearFromSrgb(c: number): number {
  return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
}

function labCurve(t: number): number {
  return t > LAB_CURVE.joint ? Math.cbrt(t) : LAB_CURVE.slope * t + LAB_CURVE.offset;
}

const LINEAR_OF_BYTE = Float64Array.from({ length: 256 }, (_, byte) => linearFromSrgb(byte / 255));

// A linearly interpolated curve is several times as fast as Math.cbrt and errs by at most 1.5e-4 in a and b.
// One entry more than the interval needs, because t = 1 reads its right neighbour.
const CURVE_STEPS = 1 << 15;
const CURVE = Float64Array.from({ length: CURVE_STEPS + 2 }, (_, i) => labCurve(i / CURVE_STEPS));

/** The curve of Lab for t in 0..1, by interpolation. */
export function tabulatedCurve(t: number): number {
  const x = t * CURVE_STEPS;
  const i = x | 0;
  const left = CURVE[i];
  return left + (CURVE[i + 1] - left) * (x - i);
}

/**
 * sRGB → Lab of one colour, without tables.
 * Channels in 0..1; L in 0..100. Throws when a channel is outside 0..1, the usual sign of bytes.
 */
export function labOfSrgb(red: number, green: number, blue: number): [L: number, a: number, b: number] {
  for (const channel of [red, green, blue]) {
    if (!(channel >= 0 && channel <= 1)) {
      throw new RangeError(
        `labOfSrgb: expected channels in 0..1, got ${channel}; divide bytes by 255 or use srgbToLab`,
      );
    }
  }
  const [r, g, b] = [linearFromSrgb(red), linearFromSrgb(green), linearFromSrgb(blue)];
  const x = labCurve((XR * r + XG * g + XB * b) / WHITE_X);
  const y = labCurve(YR * r + YG * g + YB * b);
  const z = labCurve((ZR * r + ZG * g + ZB * b) / WHITE_Z);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/**
 * sRGB → Lab: bytes 0..255, interleaved [n, 3] → L 0..100, a, b as float32 [n, 3], within 2e-4 of the formula.
 * Throws when a value is not a byte or the length is not a multiple of 3.
 */
export function srgbToLab(rgb: ArrayLike<number>, out = new Float32Array(rgb.length)): Float32Array {
  assertTriples('srgbToLab', rgb, out);
  if (!(rgb instanceof Uint8Array || rgb instanceof Uint8ClampedArray)) assertBytes(rgb);
  convertToLab(rgb, out);
  return out;
}

/** Pixels that are converted at a time: what they take stays in a processor's cache. */
const PIXELS_AT_ONCE = 4096;
let converter: ReturnType<typeof openConverter> | undefined;

function convertToLab(rgb: ArrayLike<number>, out: Float32Array): void {
  const { bytes, lab, convert } = (converter ??= openConverter());
  for (let from = 0; from < out.length; from += lab.length) {
    const count = Math.min(lab.length, out.length - from);
    if (rgb instanceof Uint8Array || rgb instanceof Uint8ClampedArray)
      bytes.set(rgb.subarray(from, from + count));
    else for (let i = 0; i < count; i++) bytes[i] = rgb[from + i];
    convert(bytes.byteOffset, lab.byteOffset, Math.ceil(count / 12));
    out.set(count === lab.length ? lab : lab.subarray(0, count), from);
  }
}

function openConverter() {
  const sizes = [4 * LINEAR_OF_BYTE.length, 3 * PIXELS_AT_ONCE, 12 * PIXELS_AT_ONCE];
  const [, bytesAt, labAt, end] = placeParts(sizes); // the light of every byte comes first
  const memory = newMemory(end);
  new Float32Array(memory.buffer, 0, LINEAR_OF_BYTE.length).set(LINEAR_OF_BYTE);
  const white = [WHITE_X, WHITE_X, WHITE_X, 1, 1, 1, WHITE_Z, WHITE_Z, WHITE_Z];
  const { convert } = openFunctions(
    { convert: writeLab(RGB_TO_XYZ.map((value, i) => value / white[i])) },
    memory,
  );
  return {
    bytes: new Uint8Array(memory.buffer, bytesAt, 3 * PIXELS_AT_ONCE),
    lab: new Float32Array(memory.buffer, labAt, 3 * PIXELS_AT_ONCE),
    convert,
  };
}

function assertBytes(rgb: ArrayLike<number>): void {
  for (let i = 0; i < rgb.length; i++) {
    const value = rgb[i];
    if (!(Number.isInteger(value) && value >= 0 && value <= 255)) {
      throw new RangeError(
        `srgbToLab: value ${i}: expected a byte 0..255, got ${value}; scale 0..1 channels by 255 and round`,
      );
    }
  }
}

/** Throws unless `input` is interleaved [n, 3] and `output` is as long. */
export function assertTriples(
  place: string,
  input: ArrayLike<number>,
  output: ArrayLike<number> = input,
): void {
  if (input.length % 3 !== 0) {
    throw new RangeError(
      `${place}: expected interleaved [n, 3], got ${input.length} values; remove alpha first`,
    );
  }
  if (output.length !== input.length) {
    throw new RangeError(`${place}: expected an output of ${input.length} values, got ${output.length}`);
  }
}
