import { describe, expect, it } from '@jest/globals';
import sharp, { type Sharp } from 'sharp';

import { inspectPhoto } from './inspect-photo.ts';

/** A photo with detail everywhere, so that every part of the file matters. */
function noisy(width: number, height: number): Sharp {
  const rgb = Uint8Array.from({ length: width * height * 3 }, (_, i) => (i * 7919) ^ ((i >> 3) * 31));
  return sharp(rgb, { raw: { width, height, channels: 3 } });
}

describe('inspectPhoto', () => {
  it('reads the header of a photo as it is seen, after its orientation', async () => {
    const jpeg = await noisy(80, 60).withMetadata({ orientation: 6 }).jpeg().toBuffer();
    expect(await inspectPhoto(jpeg)).toMatchObject({
      width: 60,
      height: 80,
      format: 'jpeg',
      space: 'srgb',
      channels: 3,
      bitDepth: 8,
      orientation: 6,
      frames: 1,
      notes: [],
    });
  });

  it.each<readonly [string, (photo: Sharp) => Sharp, object]>([
    ['CMYK', (p) => p.toColourspace('cmyk').jpeg(), { channels: 4, space: 'cmyk' }],
    ['16 bit', (p) => p.toColourspace('rgb16').png(), { bitDepth: 16 }],
    ['grey', (p) => p.toColourspace('b-w').png(), { channels: 1 }],
    ['transparent', (p) => p.ensureAlpha(0.5).webp(), { hasAlpha: true }],
    ['palette', (p) => p.png({ palette: true }), { format: 'png' }],
    ['GIF', (p) => p.gif(), { format: 'gif' }],
    ['TIFF', (p) => p.tiff(), { format: 'tiff' }],
    ['AVIF', (p) => p.avif(), { width: 64 }],
    ['progressive', (p) => p.jpeg({ progressive: true }), { format: 'jpeg' }],
  ])('accepts a photo that is %s', async (_, encode, header) => {
    expect(await inspectPhoto(await encode(noisy(64, 64)).toBuffer())).toMatchObject(header);
  });

  it.each<readonly [string, (photo: Sharp) => Sharp]>([
    ['JPEG', (p) => p.jpeg()],
    ['progressive JPEG', (p) => p.jpeg({ progressive: true })],
    ['PNG', (p) => p.png()],
    ['WebP', (p) => p.webp()],
    ['AVIF', (p) => p.avif()],
    ['TIFF', (p) => p.tiff()],
    ['GIF', (p) => p.gif()],
  ])('rejects a %s that ends early, wherever it ends', async (_, encode) => {
    const whole = await encode(noisy(120, 90)).toBuffer();
    for (const kept of [0.2, 0.5, 0.9]) {
      const outcome = await inspectPhoto(whole.subarray(0, Math.floor(whole.length * kept)));
      expect(outcome).toEqual({ reason: expect.stringMatching(/truncated or damaged/) });
    }
  });

  it('rejects a tall JPEG that lacks only its last lines, which a centre crop would not read', async () => {
    const whole = await noisy(64, 640).jpeg().toBuffer();
    const outcome = await inspectPhoto(whole.subarray(0, whole.length - 300));
    expect(outcome).toEqual({ reason: expect.stringMatching(/truncated or damaged/) });
  });

  it.each([
    ['nothing', Buffer.alloc(0), 'the file is empty'],
    ['text', Buffer.from('Not Found'), 'the file is not a photo in a known format'],
    [
      'a drawing',
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"/>'),
      'SVG files are not used as photos',
    ],
    [
      'a raw file of Canon',
      Buffer.from('\0\0\0\x18ftypcrx \0\0\0\x01crx isom'),
      'a camera raw file cannot be read here; export it as TIFF or JPEG',
    ],
    [
      'a raw file of Fujifilm',
      Buffer.from('FUJIFILMCCD-RAW 0201FF'),
      'a camera raw file cannot be read here; export it as TIFF or JPEG',
    ],
    [
      'a JPEG 2000',
      Buffer.from('\0\0\0\x0cjP  \r\n\x87\n', 'latin1'),
      'JPEG 2000 files cannot be read here; convert the photo to PNG, TIFF or JPEG',
    ],
    [
      'a BMP',
      Buffer.from('BM\x36\0\x01\0\0\0\0\0\x36\0\0\0'),
      'BMP files cannot be read here; convert the photo to PNG, TIFF or JPEG',
    ],
    ['a film', Buffer.from('\0\0\0\x18ftypmp42\0\0\0\0'), 'the file is a film, not a photo'],
  ])('rejects %s under the name of a photo', async (_, bytes, reason) => {
    expect(await inspectPhoto(bytes)).toEqual({ reason });
  });

  it('rejects what is too small, and takes it when smaller photos are allowed', async () => {
    const dot = await noisy(1, 1).png().toBuffer();
    expect(await inspectPhoto(dot)).toEqual({ reason: '1×1: smaller than 32 px' });
    expect(await inspectPhoto(dot, { minSize: 1 })).toMatchObject({ width: 1, height: 1 });
  });

  it('rejects what is too large without decoding it', async () => {
    const flat = { width: 12_000, height: 9000, channels: 3, background: '#888' } as const;
    const png = await sharp({ create: flat }).png({ compressionLevel: 1 }).toBuffer();
    expect(await inspectPhoto(png)).toEqual({ reason: '12000×9000: larger than 100 megapixels' });
  });
});
