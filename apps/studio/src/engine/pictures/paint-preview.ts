import {
  completeSettings,
  decodeColours,
  paintColours,
  type PaintOptions,
  type PictureCells,
  type Pixels,
  type StripeComputer,
} from '@tintype/colorize';

import type { Fineness, Look } from '../engine.ts';
import type { ReadyModel } from '../network/network-requests.ts';
import type { Picture } from './open-picture.ts';

/** Paints the preview of a photo as it is to look. */
export async function paintPreview(
  picture: Picture,
  { look, fineness }: { readonly look: Look; readonly fineness: Fineness },
  { model, computer }: { readonly model: ReadyModel; readonly computer: StripeComputer },
): Promise<ImageBitmap> {
  const { saturation, space } = completeSettings(look, model);
  const { seen } = picture.prediction;
  const cells = decodeLook(picture, look, model);
  return paintPixels(picture.previews[fineness], cells, { seen, saturation, space, computer });
}

/** The last colours of each photo: without hints, moving the saturation does not change them. */
const DECODED = new WeakMap<Picture, { readonly key: string; readonly cells: PictureCells }>();

/** The colours of a photo for a look. */
export function decodeLook(picture: Picture, look: Look, model: ReadyModel): PictureCells {
  const { temperature, coherence, saturation } = completeSettings(look, model);
  const { hints = [] } = look;
  const key = JSON.stringify([temperature, coherence, hints, hints.length > 0 && saturation]);
  const known = DECODED.get(picture);
  if (known?.key === key) return known.cells;
  const cells = decodeColours(picture.prediction, { temperature, coherence, saturation, hints });
  DECODED.set(picture, { key, cells });
  return cells;
}

/** The preview without colours: one cell of none. */
export async function greyPreview(
  { previews, prediction }: Picture,
  computer: StripeComputer,
): Promise<ImageBitmap> {
  const { seen } = prediction;
  const cell = { ab: new Float32Array(2), lightness: Float32Array.of(50), across: 1, down: 1 };
  const cells = { ...cell, stride: Math.max(seen.width, seen.height) };
  return paintPixels(previews.screen, cells, { seen, saturation: 0, space: 'srgb', computer });
}

/** A bitmap wants samples of this kind, so they are copied once, and painted there. */
async function paintPixels(
  preview: Pixels,
  cells: PictureCells,
  options: Omit<PaintOptions, 'inPlace'>,
): Promise<ImageBitmap> {
  const samples = new Uint8ClampedArray(preview.samples);
  await paintColours({ ...preview, samples }, cells, { ...options, inPlace: true });
  return createImageBitmap(new ImageData(samples, preview.width, preview.height));
}
