import { describe, expect, it } from '@jest/globals';
import { srgbToLab } from '@tintype/colour';
import { renderScene } from '@tintype/images';
import { withChunk } from '@tintype/images/testing';
import sharp from 'sharp';

import { colorizePhoto, type ColouredPhoto } from './colorize-photo.ts';
import { madeUpColourer } from './testing/made-up-colourer.ts';

const warm = madeUpColourer(() => [25, 30]);
const SIDE = 64;
const { rgb } = renderScene(2, 1, SIDE);

/** A PNG of the scene's greys, each in the colour that `tone` gives it. */
function encodeToned(tone: (grey: number) => readonly number[]): Promise<Buffer> {
  const toned = rgb.map((_, i) => Math.round(Math.min(255, tone(rgb[i - (i % 3)] ?? 0)[i % 3] ?? 0)));
  return sharp(Uint8Array.from(toned), { raw: { width: SIDE, height: SIDE, channels: 3 } })
    .png()
    .toBuffer();
}

async function coloured(photo: Uint8Array): Promise<ColouredPhoto> {
  const result = await colorizePhoto(warm, photo);
  if ('reason' in result) throw new Error(result.reason);
  return result;
}

async function labOf(photo: Uint8Array): Promise<Float32Array> {
  return srgbToLab(new Uint8Array(await sharp(photo).toColourspace('srgb').removeAlpha().raw().toBuffer()));
}

function mean(lab: Float32Array, channel: number): number {
  return lab.reduce((sum, value, i) => (i % 3 === channel ? sum + value : sum), 0) / (lab.length / 3);
}

describe('a photo', () => {
  it('in sepia is taken for grey: its lightness stays, its tone goes', async () => {
    const sepia = await encodeToned((grey) => [0.9 * grey + 25, 0.85 * grey + 15, 0.7 * grey]);
    const [before, after] = [await labOf(sepia), await labOf((await coloured(sepia)).bytes)];
    expect(Math.abs(mean(after, 0) - mean(before, 0))).toBeLessThan(0.5);
    const neutral = await encodeToned((grey) => [grey, grey, grey]);
    const other = await labOf((await coloured(neutral)).bytes);
    for (const channel of [1, 2])
      expect(Math.abs(mean(after, channel) - mean(other, channel))).toBeLessThan(2);
  });

  it('says what was left out of account when it was read', async () => {
    const png = await encodeToned((grey) => [grey, grey, grey]);
    const { notes } = await coloured(withChunk(png, 'cICP', [22, 99, 0, 1]));
    expect(notes).toEqual(['its colour space (cICP 22/99) is not known and left out of account']);
  });

  it('of another gamma has the lightness that it says', async () => {
    const [linear, plain] = await Promise.all([
      encodeToned((grey) => Array(3).fill(255 * toLight(grey / 255))),
      encodeToned((grey) => Array(3).fill(grey)),
    ]);
    const { bytes } = await coloured(withChunk(linear, 'gAMA', [0, 1, 0x86, 0xa0])); // 100,000: light itself
    const expected = await labOf((await coloured(plain)).bytes);
    expect(Math.abs(mean(await labOf(bytes), 0) - mean(expected, 0))).toBeLessThan(0.5);
  });
});

function toLight(sample: number): number {
  return sample <= 0.04045 ? sample / 12.92 : ((sample + 0.055) / 1.055) ** 2.4;
}
