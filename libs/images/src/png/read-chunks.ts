import { decodeLatin1, viewBytes } from '../bytes/bytes.ts';
import type { PhotoBytes } from '../bytes/photo-bytes.ts';
import { AROUND_DATA, type Chunk, SIGNATURE } from './chunks.ts';

/** What stands before the pixels of a PNG. */
export interface PngHead {
  readonly chunks: ReadonlyMap<string, Uint8Array>;
  /** Whether the pixels follow; false where the head goes on behind the bytes at hand. */
  readonly complete: boolean;
}

/** The chunks before the pixels, the first of each name (PNG 3rd edition, 5.3); null where it is no PNG. */
export function readPngHead(bytes: Uint8Array): PngHead | null {
  if (!SIGNATURE.every((byte, at) => bytes[at] === byte)) return null;
  const view = viewBytes(bytes);
  const chunks = new Map<string, Uint8Array>();
  for (let at = SIGNATURE.length; at + 8 <= bytes.length;) {
    const length = view.getUint32(at);
    const name = decodeLatin1(bytes.subarray(at + 4, at + 8));
    if (name === 'IDAT' || name === 'IEND') return { chunks, complete: true };
    if (!chunks.has(name)) chunks.set(name, bytes.subarray(at + 8, at + 8 + length));
    at += AROUND_DATA + length;
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

/** More than any encoder writes, and less than hurts. */
const MOST_CHUNKS = 1_000_000;
const MOST_BYTES = 0x4000000;

/** The chunks of the names asked for; of a damaged file those before the damage. */
export async function readChunks(bytes: PhotoBytes, names: ReadonlySet<string>): Promise<readonly Chunk[]> {
  const found: Chunk[] = [];
  let held = 0;
  for (let at = SIGNATURE.length, count = 0; count < MOST_CHUNKS && at < bytes.size; count++) {
    const head = await bytes.read(at, 8);
    if (head.length < 8) break;
    const length = viewBytes(head).getUint32(0);
    const name = decodeLatin1(head.subarray(4, 8));
    held += names.has(name) ? length : 0;
    if (held > MOST_BYTES) break;
    if (names.has(name) && at + 8 + length <= bytes.size)
      found.push({ name, data: await bytes.read(at + 8, length) });
    at += length + AROUND_DATA;
  }
  return found;
}
