import type { PhotoBytes } from '../photo-bytes.ts';
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
    const head = Buffer.from(await bytes.read(at, 8));
    const name = head.toString('latin1', 0, 4);
    const length = head.readUInt32LE(4);
    if (at + 8 + length > bytes.size) break;
    if (names?.has(name) ?? true) found.push({ name, data: await bytes.read(at + 8, length) });
    at += 8 + length + (length % 2);
  }
  return found;
}

export function writeRiff(chunks: readonly Chunk[]): Uint8Array {
  const body = chunks.map(({ name, data }) => {
    const head = Buffer.alloc(8);
    head.write(name, 'latin1');
    head.writeUInt32LE(data.length, 4);
    return Buffer.concat([head, data, Buffer.alloc(data.length % 2)]);
  });
  const file = Buffer.concat([Buffer.from('RIFF\0\0\0\0WEBP', 'latin1'), ...body]);
  file.writeUInt32LE(file.length - 8, 4);
  return file;
}
