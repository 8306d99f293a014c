import { describe, expect, it } from '@jest/globals';

import { crc32c } from './crc32c.ts';

describe('crc32c', () => {
  // RFC 3720, appendix B.4, and the check value of the CRC catalogue.
  it.each([
    ['nothing', [], 0],
    ['32 zeros', Array<number>(32).fill(0), 0x8a9136aa],
    ['32 bytes of ones', Array<number>(32).fill(0xff), 0x62a8ab43],
    ['32 rising bytes', Array.from({ length: 32 }, (_, i) => i), 0x46dd794e],
    ['32 falling bytes', Array.from({ length: 32 }, (_, i) => 31 - i), 0x113fdb5c],
    ['"123456789"', [...new TextEncoder().encode('123456789')], 0xe3069283],
  ])('of %s is the published one', (_, bytes, expected) => {
    expect(crc32c(Uint8Array.from(bytes))).toBe(expected);
  });
});
