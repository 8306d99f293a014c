import { type PhotoHeader, readHeader, type Rejection, undecodableReason } from './inspect-photo.ts';
import type { PhotoMetadata } from './metadata/photo-metadata.ts';
import { readMetadata } from './metadata/read-metadata.ts';
import type { FoundPhoto } from './photo-file.ts';
import { MAX_PIXELS } from './pixel-limit.ts';
import { decodeSrgb, type SrgbSamples } from './srgb/decode-srgb.ts';
import { decodeStrictly } from './srgb/decode-strictly.ts';

/** A photo at its full size in sRGB, upright. */
export interface DecodedPhoto extends SrgbSamples {
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
  reading,
}: FoundPhoto): Promise<DecodedPhoto | Rejection> {
  const decoded = await decodeStrictly({ metadata, source, reading }, decodeSrgb).catch(() => null); // libvips says only where
  if (decoded === null) return { reason: undecodableReason };
  return { ...decoded, header, metadata: await readMetadata(source, metadata) };
}
