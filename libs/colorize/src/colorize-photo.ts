import { carryMetadata, decodePixels, displayP3Profile, encodePixels } from '@tintype/images';
import type { DecodedPhoto, PhotoHeader, PictureFormat, Rejection } from '@tintype/images';
import type { Model } from '@tintype/network';

import { colorize } from './colorize.ts';
import type { ColorizeOptions } from './colorize.ts';
import { compareStrip, reducedTruth } from './compare-strip.ts';
import { markXmp } from './mark.ts';

export interface PhotoOptions extends ColorizeOptions {
  /** Default: that of the photo, if it is one of these; else PNG for TIFF, GIF and whatever is transparent, else JPEG. */
  readonly format?: PictureFormat | undefined;
  /** 1..100, of JPEG and WebP. Default: 92. */
  readonly quality?: number | undefined;
  /** Whether the result says where the photo was taken, if the photo does. Default: true. */
  readonly gps?: boolean | undefined;
  /** Left in the result's XMP, to be recognised by. */
  readonly mark?: string | undefined;
  /** Makes a strip besides: grey, coloured, and the photo's own colours if it has any. */
  readonly compare?: boolean | undefined;
}

/** A photo in colour, ready to be written. */
export interface ColouredPhoto {
  readonly bytes: Uint8Array;
  readonly format: PictureFormat;
  readonly width: number;
  readonly height: number;
  /** What was left out, in plain words. */
  readonly notes: readonly string[];
  /** A JPEG; null unless it was asked for. */
  readonly strip: Uint8Array | null;
}

const QUALITY = 92;

/** Colours the bytes of a photo at its full size. A photo that cannot be used is a rejection with the reason. */
export async function colorizePhoto(
  model: Model,
  bytes: Uint8Array,
  options: PhotoOptions = {},
): Promise<ColouredPhoto | Rejection> {
  const photo = await decodePixels(bytes);
  return 'reason' in photo ? photo : colorizeDecoded(model, photo, options);
}

/** The same for a photo that is decoded; its samples become those of the result. */
export async function colorizeDecoded(
  model: Model,
  photo: DecodedPhoto,
  options: PhotoOptions = {},
): Promise<ColouredPhoto> {
  const { quality = QUALITY, gps = true, compare = false, space } = options;
  const format = options.format ?? formatFor(photo.header);
  const truth = compare ? await reducedTruth(photo) : null;
  const coloured = await colorize(model, photo, { ...options, inPlace: true });
  const { exif, xmp, iptc } = carryMetadata(photo.metadata, { gps });
  const metadata = {
    ...{ exif, iptc, xmp: markXmp(xmp, options.mark ?? '') },
    profile: space === 'p3' ? await displayP3Profile() : undefined,
  };
  return {
    ...{ format, width: photo.width, height: photo.height, notes: notesOn(photo, format) },
    bytes: await encodePixels(coloured, { format, quality, metadata }),
    strip: truth && (await compareStrip(truth, coloured)),
  };
}

/** The format of the result where none is asked for. */
export function formatFor({ format, hasAlpha }: PhotoHeader): PictureFormat {
  switch (format) {
    case 'jpeg':
    case 'png':
    case 'webp':
      return format;
    case 'tiff':
    case 'gif':
      return 'png';
    default:
      return hasAlpha ? 'png' : 'jpeg';
  }
}

function notesOn({ header }: DecodedPhoto, format: PictureFormat): readonly string[] {
  const { frames, bitDepth, hasAlpha } = header;
  return [
    ...(frames > 1 ? [`the first of ${frames} frames`] : []),
    ...(hasAlpha && format === 'jpeg' ? ['on white, as JPEG has no transparency'] : []),
    ...(bitDepth > 8 && format !== 'png' ? [`8 bits deep, as ${format} has no more`] : []),
  ];
}
