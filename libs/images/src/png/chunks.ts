import { pngCrc } from './png-crc.ts';

export interface Chunk {
  readonly name: string;
  readonly data: Uint8Array;
}

// PNG 3rd edition, section 5: signature, IHDR, then chunks: length, name, data, CRC of name and data.
/** What every PNG begins with. */
export const SIGNATURE = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
/** Length, name and CRC. */
export const AROUND_DATA = 12;
/** Where the chunk after the first one, whose data have 13 bytes, begins. */
export const BEHIND_IHDR = SIGNATURE.length + 13 + AROUND_DATA;

/** A chunk with its length, name and CRC; texts are Latin-1. */
export function writeChunk(name: string, ...parts: readonly (string | Uint8Array)[]): Buffer {
  const body = Buffer.concat(
    [name, ...parts].map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)),
  );
  const [length, crc] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(body.length - name.length);
  crc.writeUInt32BE(pngCrc(body));
  return Buffer.concat([length, body, crc]);
}
