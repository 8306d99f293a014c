import { describe, expect, it } from '@jest/globals';
import sharp from 'sharp';

import { bytesInMemory } from '../bytes/photo-bytes.ts';
import { decodePixels } from '../decode-pixels.ts';
import { inspectPhoto } from '../inspect-photo.ts';
import { renderScene } from '../scenes/render-scene.ts';
import { jpegPhotos } from '../testing/corpus-jpeg.ts';
import { examineJpeg } from './examine-jpeg.ts';

const raw = { width: 64, height: 64, channels: 3 } as const;
const photos = await jpegPhotos(() => sharp(Uint8Array.from(renderScene(5, 0, 64).rgb), { raw }));
const named = (wanted: boolean) =>
  photos
    .filter(({ reason }) => (reason !== undefined) === wanted)
    .map((photo) => [photo.name, photo] as const);

describe('a JPEG', () => {
  it.each(named(true))('is refused with its reason: %s', async (_, { bytes, reason = /^$/ }) => {
    const refused = { reason: expect.stringMatching(reason) };
    expect(await inspectPhoto(bytes)).toEqual(refused);
    expect(await decodePixels(bytes)).toEqual(refused);
  });

  it.each(named(false))('is sound: %s', async (_, { bytes }) => {
    expect(await inspectPhoto(bytes)).toMatchObject({ width: 256, height: 256, notes: [] });
    expect(await decodePixels(bytes)).toMatchObject({ width: 256, height: 256 });
  });

  it('says which bytes are zeros, also across the borders of what is read at once', async () => {
    const noise = Uint8Array.from({ length: 1400 * 1400 * 3 }, (_, i) => (i * 7919) ^ ((i >> 3) * 31));
    const jpeg = await sharp(noise, { raw: { width: 1400, height: 1400, channels: 3 } })
      .jpeg({ quality: 95, optimiseCoding: false })
      .toBuffer();
    expect(await examineJpeg(bytesInMemory(jpeg))).toEqual({ reason: null, notes: [] });
    for (const from of [2 ** 20 - 300, 2 ** 20 + 400, 2 ** 20 + 900]) {
      const zeroed = Buffer.from(jpeg)
        .fill(0, from, from + 400)
        .fill(1, from - 1, from)
        .fill(1, from + 400, from + 401);
      const reason = `the file is truncated or damaged: 400 bytes from byte ${from} on are zeros where the picture should be`;
      expect(await examineJpeg(bytesInMemory(zeroed))).toEqual({ reason, notes: [] });
    }
  });

  it('that is flat black is sound, although its picture is nearly all zero bits', async () => {
    const flat = { create: { ...raw, width: 2000, height: 2000, background: '#000' } };
    for (const options of [{}, { optimiseCoding: false }, { progressive: true }, { mozjpeg: true }])
      expect(await inspectPhoto(await sharp(flat).jpeg(options).toBuffer())).toMatchObject({ width: 2000 });
  });

  it('of several scans is refused where one of its channels never comes', async () => {
    const whole = await sharp({ create: { ...raw, background: '#852' } })
      .jpeg({ progressive: true })
      .toBuffer();
    const early = Buffer.concat([whole.subarray(0, whole.indexOf(Buffer.from([0xff, 0xda]))), AN_AC_SCAN]);
    expect((await examineJpeg(bytesInMemory(early))).reason).toMatch(/all of its colour channels/);
  });
});

/** A scan of the luminance's coefficients 1 to 5 with one byte of data, and the end. */
const AN_AC_SCAN = Buffer.from([0xff, 0xda, 0, 8, 1, 1, 0, 1, 5, 0, 0x55, 0xff, 0xd9]);
