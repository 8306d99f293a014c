import { existsSync } from 'node:fs';

import { expect, it } from '@jest/globals';

import { encodePixelsTo } from './encode-pixels.ts';
import { nameSystemError } from './system-error.ts';

const pixels = { samples: new Uint8Array(300 * 300 * 3), width: 300, height: 300, channels: 3 } as const;

it.each(['jpeg', 'png', 'webp'] as const)(
  'a disk that is full while %s is written has its code',
  async (format) => {
    if (!existsSync('/dev/full')) return;
    const metadata = { xmp: '<x:xmpmeta xmlns:x="adobe:ns:meta/"/>' };
    await expect(
      encodePixelsTo('/dev/full', pixels, { format, quality: 90, metadata }),
    ).rejects.toMatchObject({
      ...{ code: 'ENOSPC', message: 'ENOSPC: No space left on device' },
    });
  },
);

it('an error of libvips itself stays as it is', () => {
  const error = new Error('Processed image is too large for the WebP format');
  expect(nameSystemError(error)).toBe(error);
});
