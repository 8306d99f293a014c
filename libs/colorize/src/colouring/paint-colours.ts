import type { Size } from '@tintype/colour';
import { mapConcurrently } from '@tintype/store/neutral';

import { computeHere, type StripeComputer } from './compute-stripe.ts';
import type { PictureCells } from './decode-colours.ts';
import {
  checkPixels,
  copied,
  type Pixels,
  placeStripes,
  sizeOf,
  STRIPE_PIXELS,
  type StripedPicture,
  stripePixels,
} from './pixels.ts';
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
  { inPlace = false, ...options }: PaintOptions,
): Promise<Pixels> {
  checkPixels(pixels);
  const canvas = inPlace ? pixels : { ...pixels, samples: copied(pixels.samples) };
  await paintStripes(stripePixels(canvas), cells, options);
  return canvas;
}

/** The same of a picture that is read, painted and written stripe by stripe. */
export async function paintStripes(
  picture: StripedPicture,
  { stride, ...cells }: PictureCells,
  { seen, saturation, space, computer = computeHere }: Omit<PaintOptions, 'inPlace'>,
): Promise<void> {
  const of = sizeOf(picture);
  const painting = {
    of,
    cells: { width: seen.width / stride, height: seen.height / stride },
    ...{ saturation, space },
  };
  const lattice = await computer.buildLattice({ kind: 'lattice', cells });
  await mapConcurrently(
    placeStripes(of, sharePixels(of, computer)),
    computer.atOnce,
    async ({ top, rows }) => {
      const stripe = picture.read(top, rows);
      await computer.paint({ kind: 'paint', stripe, lattice, painting });
      picture.write(stripe);
    },
  );
}

/** Smaller stripes are not worth handing on. */
const LEAST_PIXELS = 1 << 17;

/** Pixels of a stripe, so that a picture of the size of a screen keeps all threads busy to its end. */
function sharePixels({ width, height }: Size, { atOnce }: StripeComputer): number {
  return Math.max(LEAST_PIXELS, Math.min(STRIPE_PIXELS, Math.ceil((width * height) / (2 * atOnce))));
}
