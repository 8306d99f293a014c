import { framed, type Model } from '@tintype/network';

import { computeHere, type StripeComputer } from './compute-stripe.ts';
import { agreeOnColours } from './decode-colours.ts';
import { paintColours } from './paint-colours.ts';
import type { Pixels } from './pixels.ts';
import { seePixels } from './predict-colours.ts';
import { type ColorizeSettings, completeSettings } from './settings.ts';

export interface ColorizeOptions extends ColorizeSettings {
  /** Where rows are computed. Default: in this thread. */
  readonly computer?: StripeComputer;
  /** Paints over the given samples, which saves memory. Default: the result has samples of its own. */
  readonly inPlace?: boolean;
}

/**
 * Colours a picture. Every pixel keeps its lightness; what colours it had before plays no part. The network looks at
 * the picture reduced to `detail`, and what it says is brought to full resolution along the edges of the lightness.
 * It is `predictColours`, `decodeColours` and `paintColours` in a row, but for the decoding, which the back end does
 * where it need not hand out logits.
 */
export async function colorize(model: Model, pixels: Pixels, options: ColorizeOptions = {}): Promise<Pixels> {
  const { detail, temperature, coherence, saturation, space } = completeSettings(options, model);
  const { computer = computeHere, inPlace = false } = options;
  const picture = await seePixels(pixels, detail, computer);
  const { seen, lightness } = picture;
  // Framed, so that a picture's colours are not about its borders.
  const cells = await framed(model).predictCells(lightness, seen.height, seen.width, temperature);
  const colours = agreeOnColours(cells, picture, coherence);
  return paintColours(pixels, colours, { seen, saturation, space, computer, inPlace });
}
