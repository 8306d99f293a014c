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
  const down = Math.ceil(height / stride);
  const means = new Float32Array(down * across * channels); // sums at first
  for (let y = 0, i = 0; y < height; y++) {
    const row = Math.floor(y / stride) * across;
    for (let x = 0; x < width; x++) {
      const cell = (row + Math.floor(x / stride)) * channels;
      for (let c = 0; c < channels; c++, i++) means[cell + c] += values[i];
    }
  }
  const covered = (cell: number, size: number) => Math.min(stride, size - cell * stride);
  for (let row = 0, i = 0; row < down; row++)
    for (let column = 0; column < across; column++) {
      const pixels = covered(row, height) * covered(column, width);
      for (let c = 0; c < channels; c++, i++) means[i] /= pixels;
    }
  return means;
}
