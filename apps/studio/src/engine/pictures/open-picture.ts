import {
  completeSettings,
  type Pixels,
  type Place,
  type Prediction,
  seeStripes,
  type StripeComputer,
} from '@tintype/colorize';
import { type Size, srgbToLab } from '@tintype/colour';
import { type PhotoMetadata, readPlainMetadata } from '@tintype/images/metadata';
import { describeError } from '@tintype/store/neutral';

import type { Fineness } from '../engine.ts';
import type { NetworkRequests, ReadyModel } from '../network/network-requests.ts';
import type { Caller } from '../requests.ts';
import { bytesOfBlob, decodePhoto, openCanvas, stripeBitmap } from './decode-photo.ts';
import { examinePhoto, type PhotoHead } from './examine-photo.ts';
import { fflateZlib } from './fflate-zlib.ts';
import { greyPreview } from './paint-preview.ts';
import type { InTurn } from './turns.ts';

/** A photo of which the network has spoken. Its pixels are decoded anew for the result, as they fill the memory. */
export interface Picture extends Size {
  readonly file: Blob;
  readonly format: PhotoHead['format'];
  readonly metadata: PhotoMetadata;
  readonly notes: readonly string[];
  /** In its own colours. */
  readonly previews: Readonly<Record<Fineness, Pixels>>;
  readonly prediction: Prediction;
}

export interface OpenWork {
  readonly network: Caller<NetworkRequests>;
  readonly computer: StripeComputer;
  readonly model: ReadyModel;
  readonly inTurn: InTurn;
  /** Whether anyone waits for it still. */
  isWanted(): boolean;
}

/** As the command line has it. */
const MOST_PIXELS = 100e6;
/** Pixels of a preview's longer side: no more than screens show, and what is painted between two moves of a slider. */
const LONGEST: Readonly<Record<Fineness, number>> = { screen: 1280, draft: 480 };

/** Opens a photo. Throws an error that names it and says what cannot be read, and what can be done. */
export async function openPicture(file: Blob, name: string, work: OpenWork) {
  try {
    const bytes = bytesOfBlob(file);
    const head = await examinePhoto(bytes);
    if (head.size !== null) refuseLarge(head.size);
    const decoded = await work.inTurn(() => decode(file, work));
    const metadata = await readPlainMetadata(bytes, fflateZlib);
    const { lightness, seen } = decoded.seen;
    refuseUnwanted(work);
    const ask = { lightness, height: seen.height, width: seen.width };
    const logits = await work.network.ask('predict', ask);
    const prediction = { ...logits, ...decoded.seen, gamut: work.model.gamut };
    const { width, height, previews, original } = decoded;
    const notes = [...head.notes, ...(metadata.notes ?? []).map(asSentence)];
    const picture: Picture = {
      file,
      format: head.format,
      ...{ width, height, metadata, notes, previews, prediction },
    };
    return { picture, original, grey: await greyPreview(picture, work.computer) };
  } catch (error) {
    throw new Error(`${name} ${describeError(error)}`, { cause: error });
  }
}

function refuseLarge({ width, height }: Size): void {
  if (width * height <= MOST_PIXELS) return;
  const millions = Math.ceil((width * height) / 1e6);
  throw new Error(
    `has ${width} × ${height} pixels, ${millions} million, and the page takes at most ${MOST_PIXELS / 1e6} million; colour it with "npx tintype colorize --max-pixels ${millions}e6"`,
  );
}

/** Nobody hears of it: whoever has closed the photo does not wait. */
function refuseUnwanted({ isWanted }: Pick<OpenWork, 'isWanted'>): void {
  if (!isWanted()) throw new Error('is no longer wanted');
}

async function decode(file: Blob, { computer, model, isWanted }: OpenWork) {
  refuseUnwanted({ isWanted });
  const bitmap = await decodePhoto(file);
  try {
    refuseLarge(bitmap);
    const { detail } = completeSettings({}, model);
    const seen = await seeStripes(
      stripeBitmap(bitmap, () => undefined),
      detail,
      computer,
    );
    const { width, height } = bitmap;
    return { width, height, seen, ...reduce(bitmap) };
  } finally {
    bitmap.close();
  }
}

function reduce(bitmap: ImageBitmap): Pick<Picture, 'previews'> & { readonly original: ImageBitmap } {
  const screen = shrink(bitmap, LONGEST.screen);
  const draft = shrink(screen.canvas, LONGEST.draft);
  const previews = { screen: readPixels(screen), draft: readPixels(draft) };
  return { previews, original: screen.canvas.transferToImageBitmap() };
}

/** The picture no longer than `longest` pixels. */
function shrink(picture: ImageBitmap | OffscreenCanvas, longest: number): OffscreenCanvasRenderingContext2D {
  const scale = Math.min(1, longest / Math.max(picture.width, picture.height));
  const width = Math.max(1, Math.round(picture.width * scale));
  const height = Math.max(1, Math.round(picture.height * scale));
  const context = openCanvas(width, height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(picture, 0, 0, width, height);
  return context;
}

function readPixels(context: OffscreenCanvasRenderingContext2D): Pixels {
  const { width, height } = context.canvas;
  return { samples: context.getImageData(0, 0, width, height).data, width, height, channels: 4 };
}

function asSentence(note: string): string {
  return `${note.slice(0, 1).toUpperCase()}${note.slice(1)}.`;
}

/** L 0..100 of the preview at a place. */
export function readLightness({ previews }: Picture, { x, y }: Place): number {
  const inside = (share: number, size: number) => Math.min(size - 1, Math.max(0, Math.floor(share * size)));
  const { samples, width, height, channels } = previews.screen;
  const at = (inside(y, height) * width + inside(x, width)) * channels;
  const [L = NaN] = srgbToLab(samples.subarray(at, at + 3));
  return L;
}
