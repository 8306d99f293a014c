import { execFile } from 'node:child_process';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { srgbToLab } from '@tintype/colour';
import type { Page } from 'playwright-core';
import sharp from 'sharp';

import { inChromium, openPage, type StartedStudio, startStudio } from '../../../testing/index.ts';
import {
  giveFiles,
  moveSlider,
  pressPhoto,
  readShown,
  type ShownPicture,
  waitForColours,
  waitForOther,
} from '../testing/colour-page.ts';
import { drawTwoHalves, HALVES } from '../testing/two-halves.ts';

const TINTYPE = join(import.meta.dirname, '../../../../../cli/bin/tintype.js');

let studio: StartedStudio;
beforeAll(async () => {
  studio = await startStudio();
});
afterAll(() => studio.close());

/** Mean and largest distance in ab between two pictures, over the columns from..to. */
function compareAb(one: ShownPicture, other: ShownPicture, [from, to]: readonly [number, number]) {
  const [lab, labOther] = [srgbToLab(one.rgb), srgbToLab(other.rgb)];
  const distances: number[] = [];
  for (let i = 0; i < lab.length; i += 3) {
    const column = (i / 3) % one.width;
    if (column < from || column >= to) continue;
    const [a = NaN, b = NaN] = lab.subarray(i + 1);
    const [otherA = NaN, otherB = NaN] = labOther.subarray(i + 1);
    distances.push(Math.hypot(a - otherA, b - otherB));
  }
  const mean = distances.reduce((sum, distance) => sum + distance, 0) / distances.length;
  return { mean, most: distances.reduce((most, distance) => Math.max(most, distance), 0) };
}

/** Gives the place a colour far from what the model thinks, by the plane of colours. */
async function giveRed(page: Page, x: number, y: number): Promise<void> {
  await pressPhoto(page, x, y);
  const plane = page.locator('.colour-plane svg');
  const box = await plane.boundingBox();
  if (box === null) throw new Error('expected the plane of colours');
  await plane.click({ position: { x: box.width * 0.72, y: box.height * 0.42 } });
}

async function save(page: Page, button: string): Promise<{ readonly name: string; readonly bytes: Buffer }> {
  const waiting = page.waitForEvent('download');
  await page.getByRole('button', { name: button, exact: true }).click();
  const download = await waiting;
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

async function decodePng(bytes: Buffer): Promise<ShownPicture> {
  const { data, info } = await sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, rgb: data };
}

inChromium('hints on the page', () => {
  test('a hint colours its region, and nothing beyond its edge', async () => {
    const { page, close } = await openPage(studio.url);
    await giveFiles(page, [await drawTwoHalves()]);
    await waitForColours(page);
    const before = await readShown(page, 'coloured');
    await giveRed(page, 0.2, 0.5);
    const after = await waitForOther(page, before);
    const middle = HALVES.width / 2;
    expect(compareAb(before, after, [0, middle - 8]).mean).toBeGreaterThan(20);
    expect(compareAb(before, after, [middle + 8, HALVES.width]).mean).toBeLessThan(1);
    await close();
  });

  test('the command line makes the same of saved hints and settings, and the page reads them again', async () => {
    const { page, close } = await openPage(studio.url);
    const photo = await drawTwoHalves('old photo.png');
    await giveFiles(page, [photo]);
    await waitForColours(page);
    const own = await readShown(page, 'coloured');
    await moveSlider(page, 'Saturation', 1.4);
    await giveRed(page, 0.75, 0.4);
    await page.locator('.colour-ring').waitFor();
    await waitForOther(page, own);
    expect(await page.locator('.colour-command code').textContent()).toBe(
      "tintype colorize 'old photo.png' --hints 'old photo.hints.json' --out coloured",
    );
    const hints = await save(page, 'Save hints');
    expect(hints.name).toBe('old photo.hints.json');
    await page.getByRole('radio', { name: 'PNG' }).check();
    const result = await save(page, 'Download');
    expect(result.name).toBe('old photo.coloured.png');

    const folder = await mkdtemp(join(tmpdir(), 'tintype-hints-'));
    await writeFile(join(folder, photo.name), photo.buffer);
    await writeFile(join(folder, hints.name), hints.bytes);
    const command = [
      'colorize',
      photo.name,
      '--hints',
      hints.name,
      '--out',
      'coloured',
      '--back-end',
      'wasm',
    ];
    await promisify(execFile)(process.execPath, [TINTYPE, ...command], { cwd: folder });
    const theirs = await decodePng(await readFile(join(folder, 'coloured', photo.name)));
    const ours = await decodePng(result.bytes);
    expect(ours).toMatchObject(HALVES);
    expect(compareAb(ours, theirs, [0, HALVES.width]).mean).toBeLessThan(1);

    await page.getByRole('button', { name: 'Remove old photo.png' }).click();
    await page.locator('.colour-drop').waitFor();
    await giveFiles(page, [photo, { name: hints.name, mimeType: 'application/json', buffer: hints.bytes }]);
    await page.locator('.colour-ring').waitFor();
    expect(await page.getByRole('slider', { name: 'Saturation', exact: true }).inputValue()).toBe('1.4');
    await close();
  });

  test('a ring goes along with the pointer, in one step', async () => {
    const { page, close } = await openPage(studio.url);
    await giveFiles(page, [await drawTwoHalves()]);
    await waitForColours(page);
    await giveRed(page, 0.2, 0.5);
    const ring = page.locator('.colour-ring');
    const place = () => ring.evaluate(({ style }) => [style.left, style.top]);
    const before = await place();
    const box = await page.locator('.colour-surface').boundingBox();
    if (box === null) throw new Error('expected a photo on the stage');
    const at = (x: number, y: number) => [box.x + x * box.width, box.y + y * box.height] as const;
    await page.mouse.move(...at(0.2, 0.5));
    await page.mouse.down();
    await page.mouse.move(...at(0.5, 0.25), { steps: 5 });
    await page.mouse.move(...at(0.75, 0.25), { steps: 5 });
    await page.mouse.up();
    const [left = '', top = ''] = await place();
    expect(Number.parseFloat(left)).toBeCloseTo(75, 0);
    expect(Number.parseFloat(top)).toBeCloseTo(25, 0);
    await page.getByRole('button', { name: 'Undo' }).click();
    expect(await place()).toEqual(before);
    await close();
  });

  test('a file of hints that is none says what is wrong', async () => {
    const { page, close } = await openPage(studio.url);
    const broken = {
      name: 'halves.hints.json',
      mimeType: 'application/json',
      buffer: Buffer.from('{"hints":'),
    };
    await giveFiles(page, [await drawTwoHalves(), broken]);
    await page.locator('.colour-notices').getByText('halves.hints.json').waitFor();
    await close();
  });
});
