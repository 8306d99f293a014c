import {
  completeSettings,
  DEFAULT_QUALITY,
  describeResult,
  explainSides,
  formatFor,
  markProperties,
  paintStripes,
  type StripeComputer,
} from '@tintype/colorize';
import { carryMetadata, readOrientation, spliceMetadata } from '@tintype/images/metadata';

import { openDigester } from '../digest.ts';
import type { Look, OutputFormat } from '../engine.ts';
import type { ReadyModel } from '../network/network-requests.ts';
import { decodePhoto, openCanvas, stripeBitmap } from './decode-photo.ts';
import { fflateZlib } from './fflate-zlib.ts';
import type { Picture } from './open-picture.ts';
import { decodeLook } from './paint-preview.ts';

/** Of JPEG, 0..1. */
const QUALITY = 0.95;

export interface EncodeChoice {
  readonly look: Look;
  readonly format: OutputFormat;
}

interface EncodeWork {
  readonly model: ReadyModel;
  readonly computer: StripeComputer;
}

/** The photo in colour at its full size, with what its file said of it, and the mark of the command line. */
export async function encodePicture(picture: Picture, choice: EncodeChoice, work: EncodeWork): Promise<Blob> {
  const reason = explainSides(picture, choice.format);
  if (reason !== null) throw new Error(reason.replace('use --format png', 'download it as PNG'));
  const type = `image/${choice.format}`;
  const blob = await (await paintWhole(picture, choice, work)).convertToBlob({ type, quality: QUALITY });
  const bytes = new Uint8Array(await blob.arrayBuffer());
  const metadata = await metadataFor(picture, choice, work.model);
  return new Blob([new Uint8Array(await spliceMetadata(bytes, choice.format, metadata, fflateZlib))], {
    type,
  });
}

async function paintWhole(
  picture: Picture,
  { look, format }: EncodeChoice,
  { model, computer }: EncodeWork,
): Promise<OffscreenCanvas> {
  const { saturation, space } = completeSettings(look, model);
  const cells = decodeLook(picture, look, model);
  const bitmap = await decodePhoto(picture.file);
  const context = openCanvas(bitmap.width, bitmap.height);
  try {
    const striped = stripeBitmap(bitmap, ({ samples, top }) => {
      const rows = new ImageData(new Uint8ClampedArray(samples), bitmap.width);
      context.putImageData(rows, 0, top);
    });
    await paintStripes(striped, cells, { seen: picture.prediction.seen, saturation, space, computer });
  } finally {
    bitmap.close();
  }
  if (format === 'jpeg') layOnWhite(context);
  return context.canvas;
}

/** JPEG has no transparency; browsers would lay it on black. */
function layOnWhite(context: OffscreenCanvasRenderingContext2D): void {
  context.globalCompositeOperation = 'destination-over';
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, context.canvas.width, context.canvas.height);
}

async function metadataFor(picture: Picture, choice: EncodeChoice, model: ReadyModel) {
  const { width, height, metadata } = picture;
  const carried = carryMetadata(metadata, {
    ...{ width, height, orientation: readOrientation(metadata), space: 'srgb', gps: true },
    ...{ format: choice.format, properties: markProperties((await markOf(picture, choice, model)) ?? '') },
  });
  return carried.metadata;
}

/**
 * As `tintype colorize` marks what it makes by default, which it then takes for done: its quality stands there, as browsers
 * have a scale of their own.
 */
async function markOf(
  { file, format: own }: Picture,
  { look, format }: EncodeChoice,
  model: ReadyModel,
): Promise<string | null> {
  const digester = openDigester();
  if (digester === null || model.digest === null) return null;
  const photo = await digester.ofBytes(new Uint8Array(await file.arrayBuffer()));
  const settings = completeSettings(look, model);
  const asked = formatFor({ format: own, hasAlpha: false }) === format ? null : format;
  const { hints = [] } = look;
  const facts = {
    photo,
    model: model.digest,
    settings,
    hints,
    format: asked,
    quality: DEFAULT_QUALITY,
    gps: true,
  };
  return digester.ofJson(describeResult(facts));
}
