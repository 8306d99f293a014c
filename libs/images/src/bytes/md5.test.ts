import { createHash } from 'node:crypto';

import { expect, it } from '@jest/globals';

import { computeMd5 } from './md5.ts';

it.each([0, 1, 55, 56, 63, 64, 65, 1000, 65_536])('is as Node has it, of %i bytes', (length) => {
  const bytes = Uint8Array.from({ length }, (_, i) => (i * 167 + (i >> 3)) & 0xff);
  expect(computeMd5(bytes)).toBe(createHash('md5').update(bytes).digest('hex'));
});
