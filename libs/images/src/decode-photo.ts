import { readHeader } from './inspect-photo.ts';
import { formatName } from './photo-formats.ts';
import { decodeSquare } from './srgb/decode-srgb.ts';
import { type ReadablePhoto, readPlainly } from './srgb/readable-photo.ts';

/** A photo whose pixels libvips cannot decode. */
export class UndecodableError extends Error {
  override readonly name = 'UndecodableError';
}

/**
 * Decodes a photo to 8-bit sRGB, [size, size, 3]: EXIF-oriented, through its colour profile, scaled to cover
 * the square and cropped around the centre. Transparent parts lie on white, as viewers show them; white is
 * neutral, so it adds no colour that was not in the photo.
 * Throws an UndecodableError when the pixels cannot be decoded; `inspectPhoto` tells beforehand.
 */
export async function decodePhoto(bytes: Uint8Array, size: number): Promise<Uint8Array> {
  const photo = await findReading(bytes);
  return decodeSquare(photo, size, 'cover').catch((cause: unknown) => {
    throw undecodable('inspect it for the reason', cause);
  });
}

/** Formats that have 8 bits and one picture, or frames of it: there is nothing to find out. */
const PLAIN_FORMATS = new Set<string | null>(['JPEG', 'WebP', 'GIF']);

async function findReading(bytes: Uint8Array): Promise<ReadablePhoto> {
  if (PLAIN_FORMATS.has(formatName(bytes))) return readPlainly(bytes);
  const found = await readHeader(bytes, { minSize: 1, maxPixels: Infinity });
  if ('reason' in found) throw undecodable(found.reason);
  return { ...found, source: bytes };
}

function undecodable(remark: string, cause?: unknown): UndecodableError {
  return new UndecodableError(`photo: expected a complete picture in a known format; ${remark}`, { cause });
}
