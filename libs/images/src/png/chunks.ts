import { pngCrc } from '../png-crc.ts';

/** What every PNG begins with. */
export const SIGNATURE = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');

/** A chunk with its length, name and CRC (PNG 3rd edition, 5.3). */
export function encodeChunk(name: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const [length, crc] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  crc.writeUInt32BE(pngCrc(body));
  return Buffer.concat([length, body, crc]);
}
