import { joinBytes, type Zlib } from '@tintype/images/metadata';
import { Unzlib, zlibSync } from 'fflate';

/** Packed bytes handed on at once: they become a thousand times as many at most, of which none may be too many. */
const STEP = 1024;

/** For metadata in PNG. */
export const fflateZlib: Zlib = {
  deflate: (bytes) => zlibSync(bytes),
  inflate(bytes, most) {
    const parts: Uint8Array[] = [];
    let length = 0;
    const stream = new Unzlib((part) => {
      parts.push(part);
      length += part.length;
    });
    try {
      for (let at = 0; at < bytes.length && length <= most; at += STEP)
        stream.push(bytes.subarray(at, at + STEP), at + STEP >= bytes.length);
    } catch {
      return null; // damaged
    }
    return length > most ? null : joinBytes(parts);
  },
};
