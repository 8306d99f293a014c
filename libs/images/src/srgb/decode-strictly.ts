import { readFile } from 'node:fs/promises';

import { bareJpeg } from './bare-jpeg.ts';
import type { ReadablePhoto } from './readable-photo.ts';

type Decode<T> = (photo: ReadablePhoto) => Promise<T>;

/**
 * Decodes a photo so that it fails where libjpeg only warns that a part of the picture is lost. Its other warnings
 * (odd SOS parameters, bytes between segments, a broken profile) are of photos that every viewer shows whole, and pass.
 */
export async function decodeStrictly<T>(photo: ReadablePhoto, decode: Decode<T>): Promise<T> {
  if (photo.metadata.format !== 'jpeg') return decode(photo);
  try {
    return await decode({ ...photo, isStrict: true });
  } catch {
    await refuseLostParts(photo, decode);
    return decode(photo);
  }
}

/** Times that an error is asked for again which does not say what happened. */
const ATTEMPTS = 20;

/**
 * The first warning ends a strict decoding, and one of a harmless oddity may stand before that of a lost part: so the
 * picture alone is looked at. And libvips has one place for what it says, for all photos that are decoded at the same
 * time, in all threads: what it says of this one may be gone, or may be of another. An error that does not say one
 * thing alone is therefore asked for again, and a photo of which nothing can be learnt is refused.
 */
async function refuseLostParts(photo: ReadablePhoto, decode: Decode<unknown>): Promise<void> {
  const bytes = typeof photo.source === 'string' ? await readFile(photo.source) : photo.source;
  const bare = { ...photo, source: bareJpeg(bytes), isStrict: true };
  let last: unknown;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    last = await decode(bare).then(
      () => null,
      (error: unknown) => error,
    );
    if (last === null || saysOnly(last, HARMLESS)) return;
    if (saysOnly(last, LOST_PARTS)) break;
  }
  throw last;
}

/** JWRN_HIT_MARKER, JWRN_HUFF_BAD_CODE, JWRN_ARITH_BAD_CODE and JWRN_MUST_RESYNC of libjpeg's jerror.h. */
const LOST_PARTS =
  /Corrupt JPEG data: (premature end of data segment|bad (Huffman|arithmetic) code|found marker 0x\w+ instead of RST)/;
/** JWRN_EXTRANEOUS_DATA and JWRN_BOGUS_PROGRESSION: padding, and scans in another order. */
const HARMLESS = /Corrupt JPEG data: \d+ extraneous bytes before marker|Inconsistent progression sequence/;

function saysOnly(error: unknown, pattern: RegExp): boolean {
  const lines = error instanceof Error ? error.message.split('\n').filter((line) => line !== '') : [];
  return lines.length > 0 && lines.every((line) => pattern.test(line));
}
