import { describe, expect, it } from '@jest/globals';
import sharp from 'sharp';

import { encodeJpeg, encodePng, type Picture, scalePicture, tile } from './picture.ts';
import { svgToPng } from './svg-to-png.ts';

function dot(...rgb: readonly number[]): Picture {
  return { width: 1, height: 1, rgb: Uint8Array.from(rgb) };
}

function pixel({ rgb, width }: Picture, x: number, y: number): number[] {
  return [...rgb.subarray((y * width + x) * 3, (y * width + x) * 3 + 3)];
}

describe('encodePng', () => {
  it('keeps every pixel and gives equal bytes for equal pixels', async () => {
    const rgb = Uint8ClampedArray.from({ length: 5 * 3 * 3 }, (_, i) => i * 5);
    const png = await encodePng(rgb, 5, 3);
    expect(await encodePng(rgb, 5, 3)).toEqual(png);
    const { data, info } = await sharp(png).raw().toBuffer({ resolveWithObject: true });
    expect([info.width, info.height, info.channels]).toEqual([5, 3, 3]);
    expect([...data]).toEqual([...rgb]);
  });

  it('names both sizes when the bytes do not fit', async () => {
    await expect(encodePng(new Uint8Array(10), 2, 2)).rejects.toThrow('expected 2×2×3 = 12 bytes, got 10');
  });
});

describe('encodeJpeg', () => {
  it('keeps colour at full resolution in a JPEG', async () => {
    const jpeg = await encodeJpeg({ width: 16, height: 16, rgb: new Uint8Array(16 * 16 * 3).fill(80) });
    expect((await sharp(jpeg).metadata()).chromaSubsampling).toBe('4:4:4');
  });
});

describe('tile', () => {
  it('places pictures row by row between gaps', () => {
    const sheet = tile([dot(1, 1, 1), dot(2, 2, 2), dot(3, 3, 3)], 2, { gap: 1, background: [9, 9, 9] });
    expect([sheet.width, sheet.height]).toEqual([5, 5]);
    expect([pixel(sheet, 1, 1), pixel(sheet, 3, 1), pixel(sheet, 1, 3)]).toEqual([
      [1, 1, 1],
      [2, 2, 2],
      [3, 3, 3],
    ]);
    expect(pixel(sheet, 3, 3)).toEqual([9, 9, 9]);
    expect(pixel(sheet, 4, 4)).toEqual([9, 9, 9]);
  });

  it('is no wider than its pictures and takes pictures of different sizes', () => {
    const sheet = tile([dot(1, 1, 1), { width: 3, height: 2, rgb: new Uint8Array(18) }], 8, { gap: 0 });
    expect([sheet.width, sheet.height]).toEqual([6, 2]);
    expect(pixel(sheet, 1, 1)).toEqual([255, 255, 255]);
  });

  it('refuses no pictures and no columns', () => {
    expect(() => tile([], 2)).toThrow('at least one picture');
    expect(() => tile([dot(1, 1, 1)], 0)).toThrow('got 0');
  });
});

describe('scalePicture', () => {
  it('repeats each pixel', () => {
    const rgb = Uint8Array.from([1, 2, 3, 4, 5, 6]);
    const large = scalePicture({ width: 2, height: 1, rgb }, 2);
    expect([large.width, large.height]).toEqual([4, 2]);
    expect([...large.rgb]).toEqual([1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6, 1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6]);
  });

  it('refuses a zoom that is not whole', () => {
    expect(() => scalePicture(dot(1, 1, 1), 1.5)).toThrow('got 1.5');
  });
});

describe('svgToPng', () => {
  const square =
    '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect x="20" width="20" height="20" fill="#f00"/></svg>';

  it('draws at the own size or at the width asked for, on white', async () => {
    const own = await sharp(await svgToPng(square)).metadata();
    const wide = await sharp(await svgToPng(square, 120))
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect([own.width, own.height]).toEqual([40, 20]);
    expect([wide.info.width, wide.info.height, wide.info.channels]).toEqual([120, 60, 3]);
    const picture = { width: 120, height: 60, rgb: wide.data };
    expect([pixel(picture, 10, 30), pixel(picture, 110, 30)]).toEqual([
      [255, 255, 255],
      [255, 0, 0],
    ]);
  });

  it('gives equal bytes for equal drawings', async () => {
    expect(await svgToPng(square)).toEqual(await svgToPng(square));
  });
});
