/** The largest number of IEEE 754 binary16. */
const LARGEST = 65504;

/** The smallest number that has all eleven digits; below it their places are fixed. */
const SMALLEST_NORMAL = 6.103515625e-5; // 2⁻¹⁴, as a literal: an expression would enter the bundles of stages that do not call this

/**
 * Numbers as the bits of IEEE 754 binary16, rounded to the nearest, ties to even. Throws a RangeError at what
 * binary16 cannot hold: beyond ±65504, or no number.
 */
export function float16Bits(values: Float32Array): Uint16Array {
  return Uint16Array.from(values, float16Of);
}

/** What the bits of IEEE 754 binary16 stand for, infinities and NaN included; float32 holds each of them exactly. */
export function float16Values(bits: Uint16Array): Float32Array {
  const values = new Float32Array(bits.length);
  const wide = new Uint32Array(values.buffer);
  for (let i = 0; i < bits.length; i++) {
    const bit = bits[i] ?? 0;
    const [sign, exponent, digits] = [(bit & 0x8000) << 16, (bit >> 10) & 31, bit & 1023];
    if (exponent === 0)
      values[i] = (bit & 0x8000 ? -digits : digits) / 0x1000000; // below 2⁻¹⁴, steps of 2⁻²⁴
    // In float32 the exponent is biased by 127 instead of 15, 255 stands for what is no number, and 13 digits more follow.
    else wide[i] = sign | ((exponent === 31 ? 255 : exponent + 112) << 23) | (digits << 13);
  }
  return values;
}

function float16Of(value: number): number {
  const size = Math.abs(value);
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const exponent = size < SMALLEST_NORMAL ? -14 : Math.floor(Math.log2(size));
  const digits = roundToEven(size / 2 ** (exponent - 10)); // 0..2048
  const rounded = digits * 2 ** (exponent - 10);
  if (!(rounded <= LARGEST))
    throw new RangeError(`float16: expected numbers within ±${LARGEST}, got ${value}`);
  // The leading one of the digits counts as the step to the next exponent, and so does a carry to 2048.
  return sign + (exponent + 14) * 1024 + digits;
}

function roundToEven(value: number): number {
  const rounded = Math.round(value); // ties go up
  return rounded - value === 0.5 && rounded % 2 === 1 ? rounded - 1 : rounded;
}
