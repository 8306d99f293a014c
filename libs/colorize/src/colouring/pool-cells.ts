import { poolPlane, type Size } from '@tintype/colour';
import type { Cells } from '@tintype/network';

import type { PictureCells } from './decode-colours.ts';

/** Pixels in a side of a cell where the network predicts every pixel: as fine as colours need to be. */
const POOLED = 4;

/** Cells with the mean lightness of what lies under them; what the network says of single pixels is averaged. */
export function poolCells(predicted: Cells, lightness: Float32Array, seen: Size): PictureCells {
  const { stride } = predicted;
  if (stride > 1) {
    const { across, down, ab } = predicted;
    return { ab, across, down, stride, lightness: poolPlane(lightness, 1, seen, stride) };
  }
  return {
    ab: poolPlane(predicted.ab, 2, seen, POOLED),
    lightness: poolPlane(lightness, 1, seen, POOLED),
    across: Math.ceil(seen.width / POOLED),
    down: Math.ceil(seen.height / POOLED),
    stride: POOLED,
  };
}
