import { describe, expect, it } from '@jest/globals';
import { srgbToLab } from '@tintype/colour';
import sharp, { type Sharp } from 'sharp';

import { decodePhoto } from './decode-photo.ts';

const RED = { r: 200, g: 40, b: 40 };

/** Left half red, right half blue; wide enough that the centre square shows both. */
function halves(width = 96, height = 64): Sharp {
  const rgb = Uint8Array.from({ length: width * height * 3 }, (_, i) => {
    const left = Math.floor(i / 3) % width < width / 2;
    return i % 3 === 0 ? (left ? 200 : 40) : i % 3 === 1 ? 40 : left ? 40 : 200;
  });
  return sharp(rgb, { raw: { width, height, channels: 3 } });
}

function greys(bits: 8 | 16): Sharp {
  const values = Array.from({ length: 64 * 64 }, (_, i) => (i % 64) * (bits === 8 ? 4 : 1024));
  const data = bits === 8 ? Uint8Array.from(values) : Uint16Array.from(values);
  return sharp(data, { raw: { width: 64, height: 64, channels: 1 } }).toColourspace(
    bits === 8 ? 'b-w' : 'grey16',
  );
}

function filled(channels: 3 | 4, alpha = 1): Sharp {
  return sharp({ create: { width: 64, height: 64, channels, background: { ...RED, alpha } } });
}

function pixel(rgb: Uint8Array, size: number, x: number, y: number): number[] {
  return [...rgb.subarray((y * size + x) * 3, (y * size + x) * 3 + 3)];
}

function furthest(x: ArrayLike<number>, y: ArrayLike<number>): number {
  return Array.from(x).reduce((most, value, i) => Math.max(most, Math.abs(value - (y[i] ?? NaN))), 0);
}

describe('decodePhoto', () => {
  it('gives three equal channels for 8-bit grey', async () => {
    const rgb = await decodePhoto(await greys(8).png().toBuffer(), 64);
    expect(pixel(rgb, 64, 10, 5)).toEqual([40, 40, 40]);
  });

  it('scales 16-bit grey to the same bytes as 8-bit grey', async () => {
    const deep = await decodePhoto(await greys(16).png().toBuffer(), 64);
    const flat = await decodePhoto(await greys(8).png().toBuffer(), 64);
    expect(furthest(deep, flat)).toBeLessThanOrEqual(1);
  });

  it('lays grey with alpha on white', async () => {
    const half = Uint8Array.from({ length: 64 * 64 * 2 }, (_, i) => (i % 2 === 0 ? 55 : 128));
    const png = await sharp(half, { raw: { width: 64, height: 64, channels: 2 } })
      .png()
      .toBuffer();
    expect(furthest(pixel(await decodePhoto(png, 32), 32, 7, 7), [155, 155, 155])).toBeLessThanOrEqual(1);
  });

  it('lays transparent parts of RGBA on white', async () => {
    const clear = await decodePhoto(await filled(4, 0).png().toBuffer(), 32);
    const solid = await decodePhoto(await filled(4, 1).png().toBuffer(), 32);
    expect(pixel(clear, 32, 16, 16)).toEqual([255, 255, 255]);
    expect(pixel(solid, 32, 16, 16)).toEqual([200, 40, 40]);
  });

  it('expands a palette', async () => {
    const rgb = await decodePhoto(await halves().png({ palette: true }).toBuffer(), 64);
    expect(pixel(rgb, 64, 5, 32)).toEqual([200, 40, 40]);
    expect(pixel(rgb, 64, 58, 32)).toEqual([40, 40, 200]);
  });

  it('keeps red red in CMYK, which is often decoded inverted', async () => {
    const jpeg = await filled(3).toColourspace('cmyk').jpeg({ quality: 95 }).toBuffer();
    const [red = 0, green = 0, blue = 0] = pixel(await decodePhoto(jpeg, 32), 32, 16, 16);
    expect(red).toBeGreaterThan(170);
    expect(Math.max(green, blue)).toBeLessThan(70);
  });

  it('reads a Display P3 photo through its profile', async () => {
    const tagged = await filled(3).withIccProfile('p3').png().toBuffer();
    const stored = await sharp(tagged).keepIccProfile().raw().toBuffer();
    expect(furthest(stored.subarray(0, 3), [200, 40, 40])).toBeGreaterThan(5);
    expect(furthest(pixel(await decodePhoto(tagged, 32), 32, 16, 16), [200, 40, 40])).toBeLessThanOrEqual(2);
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('shows EXIF orientation %i upright', async (orientation) => {
    const upright = await halves(64, 64)
      .composite([{ input: await marker(), left: 4, top: 4 }])
      .png()
      .toBuffer();
    const stored = await undo(sharp(upright), orientation).png().toBuffer();
    const tagged = await sharp(stored).withMetadata({ orientation }).png().toBuffer();
    expect((await sharp(tagged).metadata()).orientation).toBe(orientation);
    expect(furthest(await decodePhoto(tagged, 64), await decodePhoto(upright, 64))).toBeLessThanOrEqual(2);
  });

  it.each([
    [1, 1],
    [1, 40],
    [40, 1],
  ])('fills the square from %i×%i pixels', async (width, height) => {
    const png = await sharp({ create: { width, height, channels: 3, background: RED } })
      .png()
      .toBuffer();
    const rgb = await decodePhoto(png, 16);
    expect(rgb).toHaveLength(16 * 16 * 3);
    expect(pixel(rgb, 16, 8, 8)).toEqual([200, 40, 40]);
  });

  it('crops the centre of a wide photo', async () => {
    const wide = await halves(300, 50).png().toBuffer();
    const rgb = await decodePhoto(wide, 50);
    expect(pixel(rgb, 50, 2, 25)).toEqual([200, 40, 40]);
    expect(pixel(rgb, 50, 47, 25)).toEqual([40, 40, 200]);
  });

  it('uses the first frame of an animation', async () => {
    const frames = await Promise.all([filled(3), filled(3).negate()].map((frame) => frame.png().toBuffer()));
    const gif = await sharp(frames, { join: { animated: true } })
      .gif()
      .toBuffer();
    expect((await sharp(gif).metadata()).pages).toBe(2);
    expect(furthest(pixel(await decodePhoto(gif, 32), 32, 9, 9), [200, 40, 40])).toBeLessThanOrEqual(2);
  });

  it('gives the same bytes every time', async () => {
    const jpeg = await halves(301, 207).jpeg().toBuffer();
    expect(await decodePhoto(jpeg, 64)).toEqual(await decodePhoto(jpeg, 64));
  });

  it('refuses bytes that are no photo', async () => {
    await expect(decodePhoto(Buffer.from('hello'), 64)).rejects.toThrow('expected a complete picture');
  });
});

describe('srgbToLab', () => {
  it('agrees with the float Lab of libvips within .031 ΔE over the colour cube', async () => {
    const levels = Array.from({ length: 18 }, (_, i) => i * 15);
    const cube = levels.flatMap((r) => levels.flatMap((g) => levels.flatMap((b) => [r, g, b])));
    const rgb = Uint8Array.from(cube);
    const theirs = await sharp(rgb, { raw: { width: rgb.length / 3, height: 1, channels: 3 } })
      .toColourspace('lab')
      .raw({ depth: 'float' })
      .toBuffer();
    const lab = new Float32Array(theirs.buffer, theirs.byteOffset, theirs.length / 4);
    // .0309 at magenta, nearly all of it libvips' own: srgbToLab errs by 6e-5 against float64
    expect(largestDeltaE(srgbToLab(rgb), lab)).toBeLessThanOrEqual(0.031);
  });
});

function largestDeltaE(x: Float32Array, y: Float32Array): number {
  let most = 0;
  for (let i = 0; i < x.length; i += 3) {
    const difference = [0, 1, 2].map((c) => (x[i + c] ?? NaN) - (y[i + c] ?? NaN));
    most = Math.max(most, Math.hypot(...difference));
  }
  return most;
}

function marker(): Promise<Buffer> {
  const background = { r: 250, g: 220, b: 20 };
  return sharp({ create: { width: 12, height: 6, channels: 3, background } })
    .png()
    .toBuffer();
}

/** Stores upright pixels as a camera would that says `orientation`: the inverse of what a viewer does. sharp flops before it rotates. */
function undo(upright: Sharp, orientation: number): Sharp {
  const steps: Readonly<Record<number, (photo: Sharp) => Sharp>> = {
    2: (photo) => photo.flop(),
    3: (photo) => photo.rotate(180),
    4: (photo) => photo.flip(),
    5: (photo) => photo.flop().rotate(270),
    6: (photo) => photo.rotate(270),
    7: (photo) => photo.flop().rotate(90),
    8: (photo) => photo.rotate(90),
  };
  return steps[orientation]?.(upright) ?? upright;
}
