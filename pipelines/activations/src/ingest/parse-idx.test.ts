import { gzipSync } from 'node:zlib';

import { describe, expect, it } from '@jest/globals';

import { idxImages, idxLabels } from '../testing/idx-files.ts';
import { parseIdxImages, parseIdxLabels } from './parse-idx.ts';

const IMAGES = idxImages(
  [
    [1, 2, 3, 4, 5, 6],
    [7, 8, 9, 10, 11, 12],
  ],
  [2, 3],
);

describe('an IDX file', () => {
  it('is read, plain or gzipped', () => {
    for (const bytes of [IMAGES, gzipSync(IMAGES)]) {
      const { pixels, ...sides } = parseIdxImages(bytes, 'images');
      expect(sides).toEqual({ count: 2, height: 2, width: 3 });
      expect([...pixels]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    }
    expect([...parseIdxLabels(idxLabels([3, 1, 2]), 'labels')]).toEqual([3, 1, 2]);
  });

  it.each([
    [
      'cut short',
      IMAGES.subarray(0, -1),
      /images: expected 28 bytes for 2 × 2 × 3 pictures, got 27: it is truncated/,
    ],
    ['too long', Buffer.concat([IMAGES, Buffer.of(0)]), /got 29: it is longer than its header says/],
    ['cut in its header', IMAGES.subarray(0, 7), /expected an IDX file of pictures, .* got 7 bytes/],
    ['of labels', idxLabels([1, 2]), /starts with the bytes 0 0 8 3, got 10 bytes that start with 0 0 8 1/],
    ['of something else', Buffer.from('<html>not here</html>'), /expected an IDX file of pictures/],
    [
      'a broken gzip file',
      gzipSync(IMAGES).subarray(0, 20),
      /expected a whole gzip file, got one that does not unpack/,
    ],
    ['empty', Buffer.alloc(0), /got 0 bytes/],
  ])('that is %s is refused with the reason', (_name, bytes, reason) => {
    expect(() => parseIdxImages(bytes, 'images')).toThrow(reason);
  });
});
