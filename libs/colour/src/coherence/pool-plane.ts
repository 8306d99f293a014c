import type { Size } from '../painting/stripe.ts';

/**
 * The mean of every `stride` × `stride` pixels, at the right and the bottom of those that there are.
 * [height, width, channels] → [down, across, channels]
 */
export function poolPlane(
  values: Float32Array,
  channels: number,
  { width, height }: Size,
  stride: number,
): Float32Array {
  const across = Math.ceil(width / stride);
  const sums = new Float32Array(Math.ceil(height / stride) * across * channels);
  for (let y = 0, i = 0; y < height; y++) {
    const row = Math.floor(y / stride) * across;
    for (let x = 0; x < width; x++) {
      const cell = (row + Math.floor(x / stride)) * channels;
      for (let c = 0; c < channels; c++, i++) sums[cell + c] += values[i];
    }
  }
  const covered = (cell: number, size: number) => Math.min(stride, size - cell * stride);
  return sums.map((sum, i) => {
    const cell = Math.floor(i / channels);
    return sum / (covered(Math.floor(cell / across), height) * covered(cell % across, width));
  });
}
