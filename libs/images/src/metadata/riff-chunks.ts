import { decodeLatin1, encodeLatin1, joinBytes, viewBytes } from '../bytes/bytes.ts';
import type { PhotoBytes } from '../bytes/photo-bytes.ts';
import type { Chunk } from '../png/chunks.ts';

// RFC 9649, section 2.7: "RIFF", size, "WEBP", then chunks: name, length, data, a zero where the length is odd.
const HEAD_BYTES = 12;
const MOST_CHUNKS = 10_000;

/** The chunks of a WebP, in their order, of the names asked for or all; of a damaged file those before the damage. */
export async function readRiffChunks(
  bytes: PhotoBytes,
  names?: ReadonlySet<string>,
): Promise<readonly Chunk[]> {
  const found: Chunk[] = [];
  for (let at = HEAD_BYTES; at + 8 <= bytes.size && found.length < MOST_CHUNKS;) {
    const head = await bytes.read(at, 8);
    const name = decodeLatin1(head.subarray(0, 4));
    const length = viewBytes(head).getUint32(4, true);
    if (at + 8 + length > bytes.size) break;
    if (names?.has(name) ?? true) found.push({ name, data: await bytes.read(at + 8, length) });
    at += 8 + length + (length % 2);
  }
  return found;
}

export function writeRiff(chunks: readonly Chunk[]): Uint8Array {
  const body = chunks.map(({ name, data }) => {
    const head = new Uint8Array(8);
    head.set(encodeLatin1(name));
    viewBytes(head).setUint32(4, data.length, true);
    return joinBytes([head, data, new Uint8Array(data.length % 2)]);
  });
  const file = joinBytes([encodeLatin1('RIFF\0\0\0\0WEBP'), ...body]);
  viewBytes(file).setUint32(4, file.length - 8, true);
  return file;
}
