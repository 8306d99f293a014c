import type { ColourCells, Size } from '@tintype/colour';
import type { Cells } from '@tintype/network';

/** Pixels in a side of a cell where the network predicts every pixel: as fine as colours need to be. */
const POOLED = 4;

/** Cells with the mean lightness of what lies under them; what the network says of single pixels is averaged. */
export function poolCells(
  predicted: Cells,
  lightness: Float32Array,
  seen: Size,
): ColourCells & { readonly stride: number } {
  const { stride } = predicted;
  if (stride > 1) {
    const { across, down, ab } = predicted;
    return { ab, across, down, stride, lightness: means(lightness, 1, seen, stride) };
  }
  return {
    ab: means(predicted.ab, 2, seen, POOLED),
    lightness: means(lightness, 1, seen, POOLED),
    across: Math.ceil(seen.width / POOLED),
    down: Math.ceil(seen.height / POOLED),
    stride: POOLED,
  };
}

/** The mean of every `stride` × `stride` pixels, of those that there are. [height, width, channels] → [down, across, channels] */
function means(
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
