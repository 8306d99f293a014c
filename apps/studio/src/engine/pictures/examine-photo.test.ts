import { describe, expect, test } from '@jest/globals';
import { bytesInMemory } from '@tintype/images/metadata';
import sharp, { type Sharp } from 'sharp';

import { examinePhoto } from './examine-photo.ts';

const GREY = { create: { width: 37, height: 23, channels: 3, background: '#808080' } } as const;
const examine = (bytes: Uint8Array) => examinePhoto(bytesInMemory(bytes));
const ascii = (text: string) => Buffer.from(text.padEnd(600, '\0'), 'latin1');

describe('examinePhoto', () => {
  test.each<[string, (photo: Sharp) => Sharp]>([
    ['jpeg', (photo) => photo.jpeg()],
    ['jpeg', (photo) => photo.jpeg({ progressive: true }).withXmp(`<x>${'a'.repeat(60_000)}</x>`)],
    ['png', (photo) => photo.png()],
    ['webp', (photo) => photo.webp()],
    ['webp', (photo) => photo.webp({ lossless: true })],
    ['webp', (photo) => photo.webp().withXmp('<x/>')],
    ['gif', (photo) => photo.gif()],
    ['avif', (photo) => photo.avif()],
  ])('knows the size of a %s by its head (%#)', async (format, encode) => {
    const head = await examine(await encode(sharp(GREY)).toBuffer());
    expect(head).toEqual({ format, size: { width: 37, height: 23 }, notes: [] });
  });

  test('knows the size of a BMP', async () => {
    const bmp = ascii('BM');
    bmp.writeInt32LE(37, 18);
    bmp.writeInt32LE(-23, 22); // from the top down
    expect(await examine(bmp)).toEqual({ format: 'bmp', size: { width: 37, height: 23 }, notes: [] });
  });

  test('says what a browser makes of it', async () => {
    const deep = await sharp(GREY).toColourspace('rgb16').png().toBuffer();
    expect((await examine(deep)).notes.join()).toMatch(/16 bits were read as 8/);
    const cmyk = await sharp(GREY).toColourspace('cmyk').jpeg().toBuffer();
    expect((await examine(cmyk)).notes.join()).toMatch(/CMYK/);
  });

  test.each([
    ['\0\0\0\x18ftypheic', /HEIC.*JPEG/],
    ['II*\0', /TIFF.*npx tintype colorize/],
    ['\0\0\0\x18ftypisom', /video/],
    ['%PDF-1.7', /PDF/],
    ['8BPS', /Photoshop/],
    ['<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg">', /SVG/],
    ['PK\x03\x04', /archive/],
    ['q3r8vn-q9w', /no photo/],
    ['BM', /no photo|BMP/],
  ])('names what begins with %j', async (text, reason) => {
    const bytes = text === 'BM' ? Buffer.from(text) : ascii(text);
    await expect(examine(bytes)).rejects.toThrow(reason);
  });

  test('names an empty file, and takes a head that is cut off for one that does not say', async () => {
    await expect(examine(new Uint8Array())).rejects.toThrow(/empty/);
    const whole = await sharp(GREY).png().toBuffer();
    expect((await examine(whole.subarray(0, 20))).size).toBeNull();
    const jpeg = await sharp(GREY).jpeg().toBuffer();
    expect((await examine(jpeg.subarray(0, 30))).size).toBeNull();
  });
});
