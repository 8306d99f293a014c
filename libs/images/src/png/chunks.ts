import { encodeLatin1, joinBytes, viewBytes } from '../bytes/bytes.ts';
import { pngCrc } from './png-crc.ts';

export interface Chunk {
  readonly name: string;
  readonly data: Uint8Array;
}

// PNG 3rd edition, section 5: signature, IHDR, then chunks: length, name, data, CRC of name and data.
/** What every PNG begins with. */
export const SIGNATURE = encodeLatin1('\x89PNG\r\n\x1a\n');
/** Length, name and CRC. */
export const AROUND_DATA = 12;
/** Where the chunk after the first one, whose data have 13 bytes, begins. */
export const BEHIND_IHDR = SIGNATURE.length + 13 + AROUND_DATA;

/** A chunk with its length, name and CRC; texts are Latin-1. */
export function writeChunk(name: string, ...parts: readonly (string | Uint8Array)[]): Uint8Array {
  const body = joinBytes(
    [name, ...parts].map((part) => (typeof part === 'string' ? encodeLatin1(part) : part)),
  );
  const [length, crc] = [new Uint8Array(4), new Uint8Array(4)];
  viewBytes(length).setUint32(0, body.length - name.length);
  viewBytes(crc).setUint32(0, pngCrc(body));
  return joinBytes([length, body, crc]);
}
