import type { Model } from '@tintype/network';
import { framed } from '@tintype/network/saved';

import type { Hint } from '../hints/hint.ts';
import { computeHere, type StripeComputer } from './compute-stripe.ts';
import { agreeOnColours, decodeColours } from './decode-colours.ts';
import { paintColours } from './paint-colours.ts';
import type { Pixels } from './pixels.ts';
import { predictColours, seePixels } from './predict-colours.ts';
import { type ColorizeSettings, completeSettings } from './settings.ts';

export interface ColorizeOptions extends ColorizeSettings {
  /** Colours that a person gave, which spread over what belongs together. Default: none. */
  readonly hints?: readonly Hint[];
  /** Where rows are computed. Default: in this thread. */
  readonly computer?: StripeComputer;
  /** Paints over the given samples, which saves memory. Default: the result has samples of its own. */
  readonly inPlace?: boolean;
}

/**
 * Colours a picture. Every pixel keeps its lightness; what colours it had before plays no part. The network looks at
 * the picture reduced to `detail`, and what it says is brought to full resolution along the edges of the lightness.
 * It is `predictColours`, `decodeColours` and `paintColours` in a row; without hints the back end decodes, which is
 * quicker and gives the same within a tenth of a unit of ab.
 */
export async function colorize(model: Model, pixels: Pixels, options: ColorizeOptions = {}): Promise<Pixels> {
  const { saturation, space } = completeSettings(options, model);
  const { computer = computeHere, inPlace = false, hints = [] } = options;
  const { seen, cells } = await (hints.length > 0 ? decodeHere : decodeThere)(model, pixels, options);
  return paintColours(pixels, cells, { seen, saturation, space, computer, inPlace });
}

async function decodeHere(model: Model, pixels: Pixels, options: ColorizeOptions) {
  const { detail, ...settings } = completeSettings(options, model);
  const prediction = await predictColours(model, pixels, { ...options, detail });
  return { seen: prediction.seen, cells: decodeColours(prediction, { ...options, ...settings }) };
}

async function decodeThere(model: Model, pixels: Pixels, options: ColorizeOptions) {
  const { detail, temperature, coherence } = completeSettings(options, model);
  const picture = await seePixels(pixels, detail, options.computer);
  const { height, width } = picture.seen;
  // Framed, so that a picture's colours are not about its borders.
  const cells = await framed(model).predictCells(picture.lightness, height, width, temperature);
  return { seen: picture.seen, cells: agreeOnColours(cells, picture, coherence) };
}
