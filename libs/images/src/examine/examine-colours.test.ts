import { describe, expect, it } from '@jest/globals';
import sharp, { type Sharp } from 'sharp';

import { decodePhoto } from '../decode-photo.ts';
import { decodePixels } from '../decode-pixels.ts';
import { inspectPhoto } from '../inspect-photo.ts';
import { renderScene } from '../scenes/render-scene.ts';
import { colourPhotos, withChunk, withGamma, withNclx } from '../testing/corpus-colour.ts';

const raw = { width: 64, height: 64, channels: 3 } as const;
const scene = Uint8Array.from(renderScene(5, 0, 64).rgb);
const photos = await colourPhotos(() => sharp(scene, { raw }));

describe('a photo that names its colours without a profile', () => {
  it.each(photos.map((photo) => [photo.name, photo] as const))('%s', async (_, photo) => {
    const expected = photo.reason ? { reason: expect.stringMatching(photo.reason) } : { notes: [] };
    expect(await inspectPhoto(photo.bytes)).toMatchObject(expected);
    expect(await decodePixels(photo.bytes)).toMatchObject(photo.reason ? expected : { width: 64 });
  });

  it('says what is not honoured', async () => {
    const avif = withNclx(await sharp(scene, { raw }).avif().toBuffer(), 12, 13);
    const note = 'its colours are taken for sRGB, although it names Display P3';
    expect(await inspectPhoto(avif)).toMatchObject({ notes: [note] });
    const png = withChunk(await sharp(scene, { raw }).png().toBuffer(), 'cICP', [22, 99, 0, 1]);
    const unknown = 'its colour space (cICP 22/99) is not known and left out of account';
    expect(await inspectPhoto(png)).toMatchObject({ notes: [unknown] });
    const narrow = withChunk(await sharp(scene, { raw }).png().toBuffer(), 'cICP', [1, 13, 0, 0]);
    const range = 'its samples are of narrow range (cICP), which is left out of account';
    expect(await inspectPhoto(narrow)).toMatchObject({ notes: [range] });
  });
});

/** Every grey of 8 bits as `light ^ gamma`, and what sRGB has for that light. */
function shownAs(level: number, gamma: number): number {
  const light = (level / 255) ** (1 / gamma);
  return 255 * (light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055);
}

const LEVELS = Uint8Array.from({ length: 32 * 32 }, (_, i) => i % 256);

const DEEP_COLOUR = sharp(
  Uint16Array.from({ length: 3 * LEVELS.length }, (_, i) => 257 * (LEVELS[Math.floor(i / 3)] ?? 0)),
  { raw: { width: 32, height: 32, channels: 3 } },
)
  .toColourspace('rgb16')
  .png();

/** A step of 16 bits that is cut instead of rounded is part of a byte. */
const WITHIN = 1.01;

describe('the gamma of a PNG', () => {
  it.each([
    [1, 'grey', (png: Sharp) => png],
    [1 / 1.8, 'grey', (png: Sharp) => png],
    [1, 'interlaced grey', (png: Sharp) => png.png({ progressive: true })],
    [1, 'colour', (png: Sharp) => png.toColourspace('srgb')],
    [1, 'palette', (png: Sharp) => png.png({ palette: true, colours: 256 })],
    [1, 'grey with alpha', (png: Sharp) => png.ensureAlpha(1)],
    [1, '16-bit grey', (png: Sharp) => png.toColourspace('grey16')],
    [1, '16-bit colour', () => DEEP_COLOUR.clone()],
  ])('of %d is honoured: %s', async (gamma, _, form) => {
    const grey = sharp(LEVELS, { raw: { width: 32, height: 32, channels: 1 } })
      .toColourspace('b-w')
      .png();
    const png = withGamma(await form(grey).toBuffer(), gamma);
    const decoded = await decodePixels(png);
    if ('reason' in decoded) throw new Error(decoded.reason);
    const square = await decodePhoto(png, 32);
    for (const [i, level] of LEVELS.entries()) {
      expect(
        Math.abs(
          (decoded.samples[i * decoded.channels] ?? NaN) / (decoded.header.bitDepth === 16 ? 257 : 1) -
            shownAs(level, gamma),
        ),
      ).toBeLessThan(WITHIN);
      expect(Math.abs((square[i * 3] ?? NaN) - shownAs(level, gamma))).toBeLessThan(WITHIN);
    }
  });

  it('and primaries of Adobe RGB give the colours of that profile', async () => {
    // Adobe RGB (1998): the red of sRGB is (218.9, 0, 0) there, green (144.1, 255, 60) and so on; from its matrix.
    const adobe = Buffer.from([219, 0, 0]);
    const plain = await sharp(Buffer.concat(Array(64).fill(adobe)), {
      raw: { width: 8, height: 8, channels: 3 },
    })
      .png()
      .toBuffer();
    const chrm = Buffer.concat(
      [31270, 32900, 64000, 33000, 21000, 71000, 15000, 6000].map((value) =>
        Buffer.from(Uint32Array.of(value).buffer).reverse(),
      ),
    );
    const png = withChunk(withGamma(plain, 1 / 2.19921875), 'cHRM', chrm);
    const [red = 0, green = 0, blue = 0] = await decodePhoto(png, 8);
    expect(red).toBeGreaterThanOrEqual(254);
    expect(Math.max(green, blue)).toBeLessThanOrEqual(3);
  });

  it('gives way to sRGB and to a profile', async () => {
    const plain = await sharp(scene, { raw }).png().toBuffer();
    const tagged = await sharp(scene, { raw }).withIccProfile('p3').png().toBuffer();
    expect(await decodePhoto(withChunk(withGamma(plain, 1), 'sRGB', [0]), 64)).toEqual(
      await decodePhoto(plain, 64),
    );
    expect(await decodePhoto(withGamma(tagged, 1), 64)).toEqual(await decodePhoto(tagged, 64));
  });

  it.each([0, 1e-5, 40_000])('of %d is not believed', async (gamma) => {
    const plain = await sharp(scene, { raw }).png().toBuffer();
    expect(await decodePhoto(withGamma(plain, gamma), 64)).toEqual(await decodePhoto(plain, 64));
  });

  it('keeps a grey that is transparent', async () => {
    const grey = await sharp(LEVELS, { raw: { width: 32, height: 32, channels: 1 } })
      .toColourspace('b-w')
      .png()
      .toBuffer();
    const decoded = await decodePixels(withGamma(withChunk(grey, 'tRNS', [0, 7]), 1));
    if ('reason' in decoded) throw new Error(decoded.reason);
    expect(decoded.channels).toBe(4);
    const clear = [...LEVELS.keys()].filter((i) => decoded.samples[i * 4 + 3] === 0);
    expect(clear).toEqual([7, 263, 519, 775]);
  });
});
