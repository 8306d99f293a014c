import type { PhotoBytes } from '../photo-bytes.ts';

/** What stands before the pixels of a PNG. */
export interface PngHead {
  readonly chunks: ReadonlyMap<string, Uint8Array>;
  /** Whether the pixels follow; false where the head goes on behind the bytes at hand. */
  readonly complete: boolean;
}

import { SIGNATURE } from './chunks.ts';
/** Length, name and CRC. */
const AROUND = 12;

/** The chunks before the pixels, the first of each name (PNG 3rd edition, 5.3); null where it is no PNG. */
export function readPngHead(bytes: Uint8Array): PngHead | null {
  if (!SIGNATURE.equals(bytes.subarray(0, SIGNATURE.length))) return null;
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks = new Map<string, Uint8Array>();
  for (let at = SIGNATURE.length; at + 8 <= view.length;) {
    const length = view.readUInt32BE(at);
    const name = view.toString('latin1', at + 4, at + 8);
    if (name === 'IDAT' || name === 'IEND') return { chunks, complete: true };
    if (!chunks.has(name)) chunks.set(name, view.subarray(at + 8, at + 8 + length));
    at += AROUND + length;
  }
  return { chunks, complete: false };
}

const FIRST_BYTES = 2 ** 14;

/** The same of a file of which no more than its head is read. */
export async function readPngHeadOf(bytes: PhotoBytes): Promise<PngHead | null> {
  for (let length = FIRST_BYTES; ; length *= 4) {
    const head = readPngHead(await bytes.read(0, length));
    if (head === null || head.complete || length >= bytes.size) return head;
  }
}
