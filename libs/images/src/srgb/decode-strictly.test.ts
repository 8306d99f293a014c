import { describe, expect, it } from '@jest/globals';
import sharp from 'sharp';

import { decodePixels } from '../decode-pixels.ts';
import { inspectPhoto } from '../inspect-photo.ts';
import { renderScene } from '../scenes/render-scene.ts';

const raw = { width: 256, height: 256, channels: 3 } as const;
const whole = await sharp(Uint8Array.from(renderScene(5, 0, 256).rgb), { raw })
  .jpeg({ quality: 95 })
  .toBuffer();
const END = Buffer.from([0xff, 0xd9]);
const ended = Buffer.concat([whole.subarray(0, whole.length * 0.8), END]);
const padded = Buffer.concat([whole.subarray(0, -2), Buffer.alloc(1000), END]);

/** Se of 0 instead of 63, which libjpeg warns of before anything else. */
function withOddScan(jpeg: Buffer): Buffer {
  const odd = Buffer.from(jpeg);
  const scan = jpeg.indexOf(Buffer.from([0xff, 0xda]));
  odd[scan + jpeg.readUInt16BE(scan + 2)] = 0;
  return odd;
}

describe('a JPEG with warnings', () => {
  it.each([
    ['that ends too early', ended, false],
    ['that ends too early, behind an odd scan header', withOddScan(ended), false],
    ['with an odd scan header', withOddScan(whole), true],
    ['with padding', padded, true],
  ])('%s is judged by what it lost', async (_, jpeg, isSound) => {
    expect('samples' in (await decodePixels(jpeg))).toBe(isSound);
    expect('width' in (await inspectPhoto(jpeg))).toBe(isSound);
  });

  it('is judged alike among others that are decoded at the same time', async () => {
    const photos = Array.from({ length: 40 }, (_, i) => [ended, padded, withOddScan(whole)][i % 3] ?? whole);
    const decoded = await Promise.all(photos.map((photo) => decodePixels(photo)));
    expect(decoded.map((photo) => 'samples' in photo)).toEqual(photos.map((photo) => photo !== ended));
  });
});
