import type { Size } from '@tintype/colour';
import { mapConcurrently } from '@tintype/store/neutral';

import { computeHere, type StripeComputer } from './compute-stripe.ts';
import type { PictureCells } from './decode-colours.ts';
import { checkPixels, copied, type Pixels, sizeOf, stripesOf } from './pixels.ts';
import type { CompleteSettings } from './settings.ts';

export interface PaintOptions extends Pick<CompleteSettings, 'saturation' | 'space'> {
  /** The size at which the network saw the picture that the cells are of. */
  readonly seen: Size;
  /** Where rows are computed. Default: in this thread. */
  readonly computer?: StripeComputer;
  /** Paints over the given samples, which saves memory. Default: the result has samples of its own. */
  readonly inPlace?: boolean;
}

/**
 * Gives every pixel of a picture, at whatever size, the colour that cells have for its place and lightness; the
 * lightness stays. What colours it had before plays no part.
 */
export async function paintColours(
  pixels: Pixels,
  cells: PictureCells,
  { seen, saturation, space, computer = computeHere, inPlace = false }: PaintOptions,
): Promise<Pixels> {
  checkPixels(pixels);
  const { stride, ...colours } = cells;
  const painting = {
    of: sizeOf(pixels),
    cells: { width: seen.width / stride, height: seen.height / stride },
    ...{ saturation, space },
  };
  const canvas = inPlace ? pixels : { ...pixels, samples: copied(pixels.samples) };
  const lattice = await computer.buildLattice({ kind: 'lattice', cells: colours });
  await mapConcurrently(stripesOf(canvas), computer.atOnce, (stripe) =>
    computer.paint({ kind: 'paint', stripe, lattice, painting }),
  );
  return canvas;
}
