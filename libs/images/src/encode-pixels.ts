import sharp, { type Sharp } from 'sharp';

import { attachMetadata, attachToFile } from './metadata/attach-metadata.ts';
import type { AttachedMetadata } from './metadata/splice-metadata.ts';
import type { Picture } from './picture.ts';
import type { PictureFormat } from './picture-format.ts';
import { nameSystemError } from './system-error.ts';

export interface EncodablePixels {
  readonly samples: Uint8Array | Uint8ClampedArray | Uint16Array; // [height, width, channels]
  readonly width: number;
  readonly height: number;
  readonly channels: 3 | 4;
}

export interface EncodeOptions {
  readonly format: PictureFormat;
  /** 1..100, of JPEG and WebP. */
  readonly quality: number;
  readonly metadata: AttachedMetadata;
}

/**
 * Encodes a picture with its metadata. JPEG has colour at full resolution (4:4:4) and lies on white where it was
 * transparent; PNG keeps 16 bits.
 */
export async function encodePixels(pixels: EncodablePixels, options: EncodeOptions): Promise<Uint8Array> {
  const bytes = await encoderOf(pixels, options).toBuffer();
  return attachMetadata(bytes, options.format, options.metadata);
}

/**
 * The same into a file, which is written as it is encoded: what is encoded never lies in memory whole. An error of the
 * disk has the system's code.
 */
export async function encodePixelsTo(
  file: string,
  pixels: EncodablePixels,
  options: EncodeOptions,
): Promise<void> {
  await encoderOf(pixels, options)
    .toFile(file)
    .catch((error: unknown) => {
      throw nameSystemError(error);
    });
  await attachToFile(file, options.format, options.metadata);
}

/** Any XMP makes a WebP one that can hold metadata; the picture's own takes its place. */
const EXTENDED_WEBP = '<x/>';

function encoderOf(
  { samples, width, height, channels }: EncodablePixels,
  { format, quality }: EncodeOptions,
): Sharp {
  const opened = sharp(samples, { raw: { width, height, channels } });
  const picture = samples.BYTES_PER_ELEMENT === 2 ? opened.toColourspace('rgb16') : opened;
  switch (format) {
    case 'jpeg': // tables for each picture would be a tenth smaller and take four times as long
      return picture
        .flatten({ background: '#ffffff' })
        .jpeg({ quality, chromaSubsampling: '4:4:4', optimiseCoding: false });
    case 'png':
      return picture.png({ compressionLevel: 6 });
    case 'webp':
      return picture.withXmp(EXTENDED_WEBP).webp({ quality, effort: 3 });
    default:
      return format satisfies never;
  }
}

/** A picture of 8 bits at most `longer` pixels long and wide, on white where it was transparent. */
export async function reducePixels(
  { samples, width, height, channels }: EncodablePixels,
  longer: number,
): Promise<Picture> {
  const { data, info } = await sharp(samples, { raw: { width, height, channels } })
    .flatten({ background: '#ffffff' })
    .resize(longer, longer, { fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, rgb: data };
}

let displayP3: Promise<Uint8Array> | undefined;

/** The ICC profile of Display P3, as libvips has it. */
export function displayP3Profile(): Promise<Uint8Array> {
  return (displayP3 ??= readDisplayP3());
}

async function readDisplayP3(): Promise<Uint8Array> {
  const pixel = sharp({ create: { width: 1, height: 1, channels: 3, background: '#000000' } });
  const { icc } = await sharp(await pixel.withIccProfile('p3').png().toBuffer()).metadata();
  if (icc === undefined) throw new Error('Internal error: expected libvips to attach its profile');
  return icc;
}
