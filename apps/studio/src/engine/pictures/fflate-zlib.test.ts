import { deflateSync, inflateSync } from 'node:zlib';

import { expect, test } from '@jest/globals';

import { fflateZlib } from './fflate-zlib.ts';

const TEXT = Buffer.from('a plate of tinned iron '.repeat(500));

test('packs what Node unpacks, and the other way round', () => {
  expect(inflateSync(fflateZlib.deflate(TEXT))).toEqual(TEXT);
  expect(Buffer.from(fflateZlib.inflate(deflateSync(TEXT), TEXT.length) ?? [])).toEqual(TEXT);
});

test('refuses what is damaged, and what becomes too much', () => {
  expect(fflateZlib.inflate(deflateSync(TEXT), TEXT.length - 1)).toBeNull();
  expect(fflateZlib.inflate(deflateSync(Buffer.alloc(50_000_000)), 1_000_000)).toBeNull();
  expect(fflateZlib.inflate(Buffer.from('no zlib'), 1000)).toBeNull();
});
