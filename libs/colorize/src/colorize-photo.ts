import {
  carryMetadata,
  type DecodedPhoto,
  decodePixels,
  displayP3Profile,
  type EncodeOptions,
  encodePixels,
  type PictureFormat,
  type Rejection,
} from '@tintype/images';
import type { Model } from '@tintype/network';

import { colorize, type ColorizeOptions } from './colouring/colorize.ts';
import type { Pixels } from './colouring/pixels.ts';
import { compareStrip, reducedTruth } from './compare-strip.ts';
import { markProperties } from './mark.ts';
import { DEFAULT_QUALITY, formatFor } from './photos/format-for.ts';
import { explainSides } from './side-limits.ts';

export interface PhotoOptions extends ColorizeOptions {
  /** Default: that of the photo, if it is one of these; else PNG for TIFF, GIF and whatever is transparent, else JPEG. */
  readonly format?: PictureFormat | undefined;
  /** 1..100, of JPEG and WebP. Default: 92. */
  readonly quality?: number | undefined;
  /** Whether the result's EXIF, IPTC and XMP say where the photo was taken, if the photo's do. Default: true. */
  readonly gps?: boolean | undefined;
  /** Pixels that a photo may have at most; a larger one is a rejection. Default: 100 million. */
  readonly maxPixels?: number | undefined;
  /** Left in the result's XMP, to be recognised by. */
  readonly mark?: string | undefined;
  /** Makes a strip besides: grey, coloured, and the photo's own colours if it has any. */
  readonly compare?: boolean | undefined;
}

/** What is known of a photo in colour. */
interface ColouredFacts {
  readonly width: number;
  readonly height: number;
  /** What was left out, in plain words. */
  readonly notes: readonly string[];
  /** A JPEG; null unless it was asked for. */
  readonly strip: Uint8Array | null;
}

/** A photo in colour, ready to be written. */
export interface ColouredPhoto extends ColouredFacts {
  readonly bytes: Uint8Array;
  readonly format: PictureFormat;
}

/** A photo in colour that has yet to be encoded. */
export interface ColouredPixels extends ColouredFacts {
  readonly pixels: Pixels;
  readonly encoding: EncodeOptions;
}

/** Colours the bytes of a photo at its full size. A photo that cannot be used is a rejection with the reason. */
export async function colorizePhoto(
  model: Model,
  bytes: Uint8Array,
  options: PhotoOptions = {},
): Promise<ColouredPhoto | Rejection> {
  const photo = await decodePixels(bytes, options);
  if ('reason' in photo) return photo;
  const reason = explainSides(photo.header, options.format ?? formatFor(photo.header));
  if (reason !== null) return { reason };
  const { pixels, encoding, ...facts } = await colorizeDecoded(model, photo, options);
  return { ...facts, format: encoding.format, bytes: await encodePixels(pixels, encoding) };
}

/** Colours a photo that is decoded; its samples become those of the result. */
export async function colorizeDecoded(
  model: Model,
  photo: DecodedPhoto,
  options: PhotoOptions = {},
): Promise<ColouredPixels> {
  const { quality = DEFAULT_QUALITY, gps = true, compare = false, space = 'srgb' } = options;
  const format = options.format ?? formatFor(photo.header);
  const truth = compare ? await reducedTruth(photo) : null;
  const pixels = await colorize(model, photo, { ...options, inPlace: true });
  const { width, height, header } = photo;
  const carried = carryMetadata(photo.metadata, {
    ...{ width, height, orientation: header.orientation, space, gps, format },
    properties: markProperties(options.mark ?? ''),
  });
  const profile = space === 'p3' ? await displayP3Profile() : undefined;
  return {
    ...{ pixels, width, height, notes: [...notesOn(photo, format), ...carried.notes] },
    encoding: { format, quality, metadata: { ...carried.metadata, profile } },
    strip: truth && (await compareStrip(truth, pixels)),
  };
}

function notesOn({ header }: DecodedPhoto, format: PictureFormat): readonly string[] {
  const { frames, bitDepth, hasAlpha } = header;
  return [
    ...header.notes,
    ...(frames > 1 ? [`the first of ${frames} frames`] : []),
    ...(hasAlpha && format === 'jpeg' ? ['on white, as JPEG has no transparency'] : []),
    ...(bitDepth > 8 && format !== 'png' ? [`8 bits deep, as ${format} has no more`] : []),
  ];
}
