import { readFile } from 'node:fs/promises';

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { unzipSync } from 'fflate';
import type { Page } from 'playwright-core';
import sharp from 'sharp';

import { inChromium, openPage, type StartedStudio, startStudio } from '../../../testing/index.ts';
import { giveFiles, type GivenFile, pressPhoto, waitForColours } from '../testing/colour-page.ts';
import { drawTwoHalves, HALVES } from '../testing/two-halves.ts';

let studio: StartedStudio;
beforeAll(async () => {
  studio = await startStudio();
});
afterAll(() => studio.close());

async function save(page: Page, button: RegExp): Promise<{ readonly name: string; readonly bytes: Buffer }> {
  const waiting = page.waitForEvent('download');
  await page.getByRole('button', { name: button }).click();
  const download = await waiting;
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

/** A photo on its side, with a photographer, a density and a place in time. */
async function makeScan(): Promise<GivenFile> {
  const { buffer } = await drawTwoHalves();
  const jpeg = await sharp(buffer)
    .jpeg({ quality: 95 })
    .withExif({
      IFD0: { Artist: 'Ada Lens', Orientation: '6' },
      IFD2: { DateTimeOriginal: '1931:05:04 03:02:01' },
    })
    .withMetadata({ density: 600, orientation: 6 })
    .toBuffer();
  return { name: 'scan.1.jpg', mimeType: 'image/jpeg', buffer: jpeg };
}

inChromium('saving', () => {
  test('a download is upright, at full size, with the metadata of the photo and the mark', async () => {
    const { page, close } = await openPage(studio.url);
    await giveFiles(page, [await makeScan()]);
    await waitForColours(page);
    const { name, bytes } = await save(page, /^Download$/);
    expect(name).toBe('scan.1.coloured.jpg');
    const { width, height, exif, xmp, orientation = 1, density } = await sharp(bytes).metadata();
    expect({ width, height, density }).toEqual({ width: HALVES.height, height: HALVES.width, density: 600 });
    expect(orientation).toBe(1);
    expect(exif?.includes('Ada Lens')).toBe(true);
    expect(exif?.includes('1931:05:04 03:02:01')).toBe(true);
    expect(xmp?.toString()).toMatch(/tintype/i);
    await close();
  });

  test('a strip has the photo before and after', async () => {
    const { page, close } = await openPage(studio.url);
    await giveFiles(page, [await drawTwoHalves()]);
    await waitForColours(page);
    const { name, bytes } = await save(page, /^Before and after$/);
    expect(name).toBe('halves.compare.jpg');
    const { width, height } = await sharp(bytes).metadata();
    expect({ width, height }).toEqual({ width: 2 * HALVES.width + 24, height: HALVES.height + 16 });
    await close();
  });

  test('a zip has every photo once, and its hints', async () => {
    const { page, close } = await openPage(studio.url);
    const noise = { name: 'noise.jpg', mimeType: 'image/jpeg', buffer: Buffer.alloc(2000, 'noise') };
    await giveFiles(page, [await drawTwoHalves('a.png'), await drawTwoHalves('a.png'), noise]);
    await waitForColours(page);
    await page.getByRole('listitem').filter({ hasText: 'refused' }).waitFor();
    await pressPhoto(page, 0.2, 0.5);
    await page.locator('.colour-swatches button').first().click();
    await page.getByRole('radio', { name: 'PNG' }).check();
    const { name, bytes } = await save(page, /^Download all 2 /);
    expect(name).toBe('coloured.zip');
    const files = unzipSync(bytes);
    expect(Object.keys(files)).toEqual(['a.coloured.png', 'a.hints.json', 'a (2).coloured.png']);
    for (const file of ['a.coloured.png', 'a (2).coloured.png'])
      expect(await sharp(files[file]).metadata()).toMatchObject(HALVES);
    await close();
  });
});
