import { describe, expect, it } from '@jest/globals';

import { inspectPhoto } from '../inspect-photo.ts';

describe('a small text in the place of a photo', () => {
  it.each([
    ['../blobs/b0', /nothing but the path \.\.\/blobs\/b0: a link that was copied as text/],
    ['../blobs/b0\n', /nothing but the path \.\.\/blobs\/b0: a link/],
    ['/annex/objects/SHA256E-s17--ab.jpg\n', /pointer of git-annex, .*git annex get fetches it/],
    [
      'version https://git-lfs.github.com/spec/v1\noid sha256:ab\nsize 17\n',
      /pointer of Git LFS, .*git lfs pull/,
    ],
    ['Not found', /^the file is not a photo in a known format$/],
    ['/a\n/b', /^the file is not a photo in a known format$/],
  ])('%j is told by what it says', async (text, reason) => {
    expect(await inspectPhoto(Buffer.from(text))).toEqual({ reason: expect.stringMatching(reason) });
  });
});
