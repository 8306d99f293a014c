import { type Rng, rngFrom } from '@tintype/colour';

import type { PatchesSettings } from '../schemas/patches.ts';

/** An image from which windows are drawn. */
export interface DrawnImage {
  /** sha256 of its photo. */
  readonly id: string;
  /** Which one of its shard. */
  readonly image: number;
  /** Side of the square, pixels. */
  readonly size: number;
}

/** Where the windows of an image lie: its corner and its side in the image, which depend on (seed, photo, index) alone. */
export function drawWindows(
  { id, image, size }: DrawnImage,
  { perPhoto, seed, window, minScale }: Pick<PatchesSettings, 'perPhoto' | 'seed' | 'window' | 'minScale'>,
) {
  return Array.from({ length: perPhoto }, (_, index) => {
    const rng = rngFrom('patches', seed, id, index);
    const side = minScale === 1 ? window : Math.round(window / (minScale + (1 - minScale) * rng()));
    const corner = (draw: Rng) => Math.floor(draw() * (size - side + 1));
    return { id, image, index, side, x: corner(rng), y: corner(rng) };
  });
}
