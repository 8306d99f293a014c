import { decodeLatin1, encodeLatin1, joinBytes } from '../bytes/bytes.ts';
import type { PhotoBytes } from '../bytes/photo-bytes.ts';

/** A segment of a JPEG: the kind (such as 0xe1), and what it holds. */
export interface Segment {
  readonly marker: number;
  readonly payload: Uint8Array;
}

// ITU-T T.81, annex B: SOI, then segments: marker, length (itself counted), payload.
export const SOI_BYTES = 2;
export const MOST_PAYLOAD = 65533;
const START_OF_SCAN = 0xda;
const END_OF_IMAGE = 0xd9;
/** More than metadata ever has, and less than hurts. */
const MOST_SEGMENTS = 10_000;
const MOST_BYTES = 0x4000000;

/** The segments of the kinds asked for that stand before the pixels; of a damaged file those before the damage. */
export async function readSegments(
  bytes: PhotoBytes,
  markers: ReadonlySet<number>,
): Promise<readonly Segment[]> {
  const found: Segment[] = [];
  let held = 0;
  for (let at = SOI_BYTES, count = 0; count < MOST_SEGMENTS && held < MOST_BYTES; count++) {
    const [first, marker = 0, high = 0, low = 0] = await bytes.read(at, 4);
    if (first !== 0xff || marker === START_OF_SCAN || marker === END_OF_IMAGE) break;
    if (marker === 0xff) {
      at += 1; // filled up
      continue;
    }
    const length = high * 256 + low;
    if (length < 2) break;
    if (markers.has(marker)) {
      const payload = await bytes.read(at + 4, length - 2);
      held += payload.length;
      found.push({ marker, payload });
    }
    at += 2 + length;
  }
  return found;
}

/** What stands behind a name in a segment, or null where it has another name. */
export function behindName({ payload }: Segment, name: string): Uint8Array | null {
  const there = decodeLatin1(payload.subarray(0, name.length)) === name;
  return there ? payload.subarray(name.length) : null;
}

export function writeSegment(marker: number, ...parts: readonly (string | Uint8Array)[]): Uint8Array {
  const payload = joinBytes(parts.map((part) => (typeof part === 'string' ? encodeLatin1(part) : part)));
  if (payload.length > MOST_PAYLOAD)
    throw new Error(
      `Internal error: expected at most ${MOST_PAYLOAD} bytes in a segment but got ${payload.length}`,
    );
  const length = payload.length + 2;
  return joinBytes([Uint8Array.of(0xff, marker, length >> 8, length & 0xff), payload]);
}
