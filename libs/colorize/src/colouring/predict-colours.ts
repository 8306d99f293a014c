import { addLightness, type Gamut, type Size } from '@tintype/colour';
import type { LogitCells, Model } from '@tintype/network';
import { framed } from '@tintype/network/saved';
import { mapConcurrently } from '@tintype/store/neutral';

import { computeHere, type StripeComputer } from './compute-stripe.ts';
import {
  checkPixels,
  type Pixels,
  placeStripes,
  sizeOf,
  type StripedPicture,
  stripePixels,
} from './pixels.ts';
import { type ColorizeSettings, completeSettings } from './settings.ts';

/** All that a network has to say of a picture, whatever it is decoded to; can be cloned into another thread. */
export interface Prediction extends LogitCells {
  /** What the network saw: pixels of the reduced picture. */
  readonly seen: Size;
  /** L 0..100 of what it saw. */
  readonly lightness: Float32Array; // [seen.height, seen.width]
  /** The colours that the logits stand for. */
  readonly gamut: Gamut;
}

/** What a network sees of a picture. */
export type SeenPicture = Pick<Prediction, 'seen' | 'lightness'>;

/** How a picture is looked at. */
export interface PredictOptions extends Pick<ColorizeSettings, 'detail'> {
  /** Where rows are computed. Default: in this thread. */
  readonly computer?: StripeComputer;
}

/** How many times larger than a square of `detail` a long picture may be for the network. */
const LONGEST = 4;

/**
 * What the network says of a picture, once: `decodeColours` and `readLikelihoods` take it from here as often as asked.
 * A network that predicts every pixel gives as many logits as the reduced picture has pixels, times the bins.
 */
export async function predictColours(
  model: Model,
  pixels: Pixels,
  options: PredictOptions = {},
): Promise<Prediction> {
  const { seen, lightness } = await seePixels(
    pixels,
    completeSettings(options, model).detail,
    options.computer,
  );
  const logits = await framed(model).predictLogits(lightness, seen.height, seen.width);
  return { ...logits, seen, lightness, gamut: model.gamut };
}

/** The picture as the network sees it: its lightness alone, reduced. */
export async function seePixels(
  pixels: Pixels,
  detail: number,
  computer?: StripeComputer,
): Promise<SeenPicture> {
  checkPixels(pixels);
  return seeStripes(stripePixels(pixels), detail, computer);
}

/** The same of a picture that is read stripe by stripe. */
export async function seeStripes(
  picture: StripedPicture,
  detail: number,
  { shrink, atOnce }: StripeComputer = computeHere,
): Promise<SeenPicture> {
  const of = sizeOf(picture);
  const seen = sizeSeen(of, detail);
  const sums = await mapConcurrently(placeStripes(of), atOnce, ({ top, rows }) =>
    shrink({ kind: 'shrink', stripe: picture.read(top, rows), of, to: seen }),
  );
  const lightness = new Float32Array(seen.width * seen.height);
  for (const sum of sums) addLightness(lightness, seen, sum); // always in the same order, as sums of floats depend on it
  return { seen, lightness };
}

/** The size at which the network sees a picture: never enlarged, its shorter side `detail` unless it is very long. */
export function sizeSeen({ width, height }: Size, detail: number): Size {
  const shorter = detail / Math.min(width, height);
  const area = Math.sqrt((LONGEST * detail * detail) / (width * height));
  const scale = Math.min(1, shorter, area);
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}
