import { deflateSync, inflateSync } from 'node:zlib';

import type { Zlib } from './zlib.ts';

export const nodeZlib: Zlib = {
  deflate: (bytes) => deflateSync(bytes),
  inflate(bytes, most) {
    try {
      return inflateSync(bytes, { maxOutputLength: most });
    } catch {
      return null; // damaged, or a bomb
    }
  },
};
