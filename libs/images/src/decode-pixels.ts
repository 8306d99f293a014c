import { type PhotoHeader, readHeader, type Rejection, undecodableReason } from './inspect-photo.ts';
import { openBytes } from './libvips.ts';
import type { PhotoMetadata } from './metadata/photo-metadata.ts';
import { readMetadata } from './metadata/read-metadata.ts';
import type { FoundPhoto } from './photo-file.ts';
import { MAX_PIXELS } from './pixel-limit.ts';

/** A photo at its full size in sRGB, upright. */
export interface DecodedPhoto {
  readonly samples: Uint8Array | Uint16Array; // [height, width, channels]
  readonly width: number;
  readonly height: number;
  /** 4: with alpha, not multiplied into the colours. */
  readonly channels: 3 | 4;
  readonly header: PhotoHeader;
  /** As it lies in the file. */
  readonly metadata: PhotoMetadata;
}

/**
 * Decodes a photo at its full size: EXIF-oriented, through its colour profile to sRGB, 16 bits deep when it is so
 * itself; of an animation the first frame. A photo that cannot be decoded is a rejection with the reason.
 */
export async function decodePixels(
  bytes: Uint8Array,
  { maxPixels = MAX_PIXELS }: { readonly maxPixels?: number | undefined } = {},
): Promise<DecodedPhoto | Rejection> {
  const found = await readHeader(bytes, { minSize: 1, maxPixels });
  return 'reason' in found ? found : decodeFound({ ...found, source: bytes });
}

/** The same for a photo whose header has been read. */
export async function decodeFound({
  header,
  metadata,
  source,
}: FoundPhoto): Promise<DecodedPhoto | Rejection> {
  const deep = header.bitDepth === 16;
  const opened = openBytes(source).autoOrient();
  const raw = deep
    ? opened.toColourspace('rgb16').raw({ depth: 'ushort' })
    : opened.toColourspace('srgb').raw();
  const decoded = await raw.toBuffer({ resolveWithObject: true }).catch(() => null); // libvips says only where
  if (decoded === null) return { reason: undecodableReason };
  const { width, height, channels } = decoded.info;
  if (channels !== 3 && channels !== 4)
    throw new Error(`Internal error: expected 3 or 4 channels but got ${channels}`);
  const { buffer, byteOffset, byteLength } = decoded.data;
  const samples = deep
    ? new Uint16Array(buffer, byteOffset, byteLength / 2)
    : new Uint8Array(buffer, byteOffset, byteLength);
  return { samples, width, height, channels, header, metadata: await readMetadata(source, metadata) };
}
