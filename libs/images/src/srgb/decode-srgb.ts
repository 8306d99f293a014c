import sharp from 'sharp';

import { keepChannels } from './keep-channels.ts';
import { openUpright, toSrgb, type UprightPhoto } from './open-upright.ts';
import type { ReadablePhoto } from './readable-photo.ts';

/** A photo at its full size in sRGB, upright. */
export interface SrgbSamples {
  readonly samples: Uint8Array | Uint16Array; // [height, width, channels]
  readonly width: number;
  readonly height: number;
  /** 4: with alpha, not multiplied into the colours. */
  readonly channels: 3 | 4;
}

const DEEP = new Set(['ushort', 'short']);

/**
 * Decodes a photo at its full size, 16 bits deep when it has more than 8 itself. Throws what libvips says of pixels
 * that cannot be decoded.
 */
export async function decodeSrgb(photo: ReadablePhoto): Promise<SrgbSamples> {
  const { metadata, reading } = photo;
  const isDeep = DEEP.has(metadata.depth) || reading.samples !== 'integer';
  const { data, info } = await toSrgb(await openUpright(photo, 'whole'), isDeep).toBuffer({
    resolveWithObject: true,
  });
  const samples = isDeep
    ? new Uint16Array(data.buffer, data.byteOffset, data.byteLength / 2)
    : new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const kept = reading.dropsExtras
    ? keepChannels(samples, info.channels, reading.extras === 'alpha' ? 4 : 3)
    : samples;
  const channels = kept.length / (info.width * info.height);
  if (channels !== 3 && channels !== 4)
    throw new Error(`Internal error: expected 3 or 4 channels but got ${channels}`);
  return { samples: kept, width: info.width, height: info.height, channels };
}

/**
 * Decodes a photo to 8-bit sRGB of [size, size] pixels, [size, size, 3], on white where it is transparent. Throws
 * what libvips says.
 */
export async function decodeSquare(
  photo: ReadablePhoto,
  size: number,
  fit: 'cover' | 'fill',
): Promise<Uint8Array> {
  const opened = photo.reading.dropsExtras
    ? reopen(await decodeSrgb(photo))
    : await openUpright(photo, 'smaller');
  const square = opened.photo
    .flatten({ background: '#ffffff' })
    .resize(size, size, { fit, position: 'centre' });
  const data = await toSrgb({ ...opened, photo: square }, false).toBuffer();
  const samples = opened.isProfiled
    ? Uint8Array.from(new Uint16Array(data.buffer, data.byteOffset, data.byteLength / 2), toByte)
    : new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  if (samples.length !== size * size * 3)
    throw new Error(`Internal error: expected ${size}×${size}×3 samples but got ${samples.length}`);
  return samples;
}

function toByte(deep: number): number {
  return Math.round(deep / 257);
}

function reopen({ samples, width, height, channels }: SrgbSamples): UprightPhoto {
  return {
    photo: sharp(samples, { raw: { width, height, channels } }),
    isProfiled: false,
  };
}
