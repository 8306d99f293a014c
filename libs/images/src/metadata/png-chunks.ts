import type { PhotoBytes } from '../photo-bytes.ts';
import { pngCrc } from '../png-crc.ts';

export interface Chunk {
  readonly name: string;
  readonly data: Uint8Array;
}

// PNG 3rd edition, section 5: signature, IHDR, then chunks: length, name, data, CRC of name and data.
export const SIGNATURE_BYTES = 8;
export const BEHIND_IHDR = SIGNATURE_BYTES + 25;
const AROUND_DATA = 12;
/** More than any encoder writes, and less than hurts. */
const MOST_CHUNKS = 1_000_000;
const MOST_BYTES = 0x4000000;

/** The chunks of the names asked for; of a damaged file those before the damage. */
export async function readChunks(bytes: PhotoBytes, names: ReadonlySet<string>): Promise<readonly Chunk[]> {
  const found: Chunk[] = [];
  let held = 0;
  for (let at = SIGNATURE_BYTES, count = 0; count < MOST_CHUNKS && at < bytes.size; count++) {
    const head = Buffer.from(await bytes.read(at, 8));
    if (head.length < 8) break;
    const length = head.readUInt32BE(0);
    const name = head.toString('latin1', 4, 8);
    held += names.has(name) ? length : 0;
    if (held > MOST_BYTES) break;
    if (names.has(name) && at + 8 + length <= bytes.size)
      found.push({ name, data: await bytes.read(at + 8, length) });
    at += length + AROUND_DATA;
  }
  return found;
}

export function writeChunk(name: string, ...parts: readonly (string | Uint8Array)[]): Uint8Array {
  const body = Buffer.concat(
    [name, ...parts].map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)),
  );
  const [length, crc] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(body.length - name.length);
  crc.writeUInt32BE(pngCrc(body));
  return Buffer.concat([length, body, crc]);
}
