import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { colorizeFiles, colorizePhoto, listPhotos } from '@tintype/colorize/node';
import { srgbToLab } from '@tintype/colour';
import { encodePng } from '@tintype/images';
import { type OpenedModel, openModel } from '@tintype/pipeline/models';
import type { Page } from 'playwright-core';
import sharp from 'sharp';

import { inChromium, openPage, type StartedStudio, startStudio } from '../testing/index.ts';
import { giveFiles, waitForColours } from '../views/colour/testing/colour-page.ts';

const WORKSPACE = join(import.meta.dirname, '../../../..');
const PHOTOS = [
  'data/historic/insidecity_castle-clinton-1961.jpg',
  'data/photos/animal_alpaca.jpg',
  'data/photos/person_astronaut-a.jpg',
];

let studio: StartedStudio;
let command: OpenedModel;
let folder: string;
beforeAll(async () => {
  const data = join(WORKSPACE, 'data');
  const places = { cwd: WORKSPACE, data, bundled: join(data, 'models/bundled'), recipes: WORKSPACE };
  [studio, command, folder] = await Promise.all([
    startStudio(),
    openModel('bundled', places, 'wasm'),
    mkdtemp(join(tmpdir(), 'tintype-engine-')),
  ]);
});
afterAll(async () => {
  command.model.dispose();
  await studio.close();
  await rm(folder, { recursive: true });
});

inChromium('the engine', () => {
  test('gives the pictures of the command line at full size', async () => {
    const { page, close } = await openPage(studio.url);
    for (const photo of PHOTOS) {
      const bytes = await readFile(join(WORKSPACE, photo));
      await colourAlone(page, photo, bytes);
      await page.getByRole('radio', { name: 'PNG' }).check();
      const coloured = await colorizePhoto(command.model, bytes, { format: 'png' });
      if ('reason' in coloured) throw new Error(coloured.reason);
      expect(await distance(await download(page), coloured.bytes)).toBeLessThan(1);
    }
    await close();
  });

  test('marks its results, so that the command line takes them for done', async () => {
    const { page, close } = await openPage(studio.url);
    const photo = join(folder, 'photo.jpg');
    await writeFile(photo, await readFile(join(WORKSPACE, PHOTOS[1] ?? '')));
    await colourAlone(page, 'photo.jpg', await readFile(photo));
    const out = join(folder, 'out');
    const { signal } = new AbortController();
    const { photos } = await listPhotos([photo], { cwd: folder, recursive: false, out, signal });
    const options = { out, overwrite: false, modelDigest: command.digest, signal, quality: 92 };
    const colour = () => colorizeFiles(command.model, photos, { ...options, emit: () => undefined });
    expect((await colour()).map(({ status }) => status)).toEqual(['coloured']);
    await writeFile(join(out, 'photo.jpg'), await download(page));
    expect((await colour()).map(({ status }) => status)).toEqual(['skipped']);
    await close();
  });

  test('refuses at once what is too large, and what is no photo', async () => {
    const { page, close } = await openPage(studio.url);
    const large = await withSize(11_000, 9900);
    const noise = Buffer.alloc(10_000_000, 'q3r8vn-q9w');
    await giveFiles(page, [
      { name: 'large.png', mimeType: 'image/png', buffer: large },
      { name: 'noise.jpg', mimeType: 'image/jpeg', buffer: noise },
    ]);
    for (const [name, reason] of [
      ['large.png', /11000 × 9900 pixels.*--max-pixels 109e6/],
      ['noise.jpg', /is no photo: it begins like none of/],
    ] as const) {
      await page.getByTitle(name).first().click();
      await page.getByRole('alert').getByText(reason).waitFor();
    }
    await close();
  });
});

async function colourAlone(page: Page, name: string, buffer: Buffer): Promise<void> {
  const file = basename(name);
  await giveFiles(page, [{ name: file, mimeType: 'image/jpeg', buffer }]);
  await page.getByTitle(file).first().click();
  await page.locator('.colour-stage h2', { hasText: file }).waitFor();
  await waitForColours(page);
}

async function download(page: Page): Promise<Buffer> {
  const waiting = page.waitForEvent('download');
  await page.getByRole('button', { name: /^Download$/ }).click();
  return readFile(await (await waiting).path());
}

/** Mean distance of the colours of two pictures, ab units. */
async function distance(one: Uint8Array, other: Uint8Array): Promise<number> {
  const [a, b] = [await labOf(one), await labOf(other)];
  expect(a).toHaveLength(b.length);
  let sum = 0;
  for (let i = 0; i < a.length; i += 3)
    sum += Math.hypot((a[i + 1] ?? 0) - (b[i + 1] ?? 0), (a[i + 2] ?? 0) - (b[i + 2] ?? 0));
  return (3 * sum) / a.length;
}

async function labOf(bytes: Uint8Array): Promise<Float32Array> {
  return srgbToLab(await sharp(bytes).removeAlpha().raw().toBuffer());
}

/** A PNG whose head claims a size. */
async function withSize(width: number, height: number): Promise<Buffer> {
  const png = Buffer.from(await encodePng(new Uint8Array(3), 1, 1));
  png.writeUInt32BE(width, 16);
  png.writeUInt32BE(height, 20);
  return png;
}
