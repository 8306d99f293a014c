import type { ReadablePhoto } from './readable-photo.ts';

/**
 * Decodes a photo so that it fails where libjpeg only warns that a part of the picture is lost. Its other warnings
 * (odd SOS parameters, bytes between segments, a broken profile) are of photos that every viewer shows whole, and pass.
 */
export async function decodeStrictly<T>(
  photo: ReadablePhoto,
  decode: (photo: ReadablePhoto) => Promise<T>,
): Promise<T> {
  if (photo.metadata.format !== 'jpeg') return decode(photo);
  try {
    return await decode({ ...photo, isStrict: true });
  } catch (error) {
    if (LOST_PARTS.test(String(error))) throw error;
    return decode(photo);
  }
}

/** JWRN_HIT_MARKER, JWRN_HUFF_BAD_CODE, JWRN_ARITH_BAD_CODE and JWRN_MUST_RESYNC of libjpeg's jerror.h. */
const LOST_PARTS =
  /Corrupt JPEG data: (premature end of data segment|bad (Huffman|arithmetic) code|found marker 0x\w+ instead of RST)/;
