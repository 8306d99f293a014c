import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { isNearGrey, srgbToLab } from '@tintype/colour';

import { inChromium, openPage, type StartedStudio, startStudio } from '../../testing/index.ts';
import {
  giveFiles,
  moveSlider,
  readShown,
  type ShownPicture,
  waitForColours,
  waitForOther,
  waitForSame,
} from './testing/colour-page.ts';
import { drawTwoHalves } from './testing/two-halves.ts';

const PHOTO = join(import.meta.dirname, '../../../../../data/photos/person_astronaut-a.jpg');

let studio: StartedStudio;
beforeAll(async () => {
  studio = await startStudio();
});
afterAll(() => studio.close());

/** Mean distance of pixels from those of another picture, ab units. */
function meanDistance({ rgb }: ShownPicture, other: ShownPicture): number {
  const [lab, labOther] = [srgbToLab(rgb), srgbToLab(other.rgb)];
  let sum = 0;
  for (let i = 0; i < lab.length; i += 3) {
    const [a = NaN, b = NaN] = lab.subarray(i + 1);
    const [otherA = NaN, otherB = NaN] = labOther.subarray(i + 1);
    sum += Math.hypot(a - otherA, b - otherB);
  }
  return sum / (lab.length / 3);
}

/** Mean distance of pixels from grey, ab units. */
function meanChroma(picture: ShownPicture): number {
  return meanDistance(picture, { ...picture, rgb: new Uint8Array(picture.rgb.length) });
}

inChromium('the colour view', () => {
  test('colours an example, and temperature and saturation change it', async () => {
    const { page, faults, close } = await openPage(studio.url);
    await page.locator('.colour-examples button').first().click();
    await waitForColours(page);
    const own = await readShown(page, 'coloured');
    expect(isNearGrey(srgbToLab(own.rgb), 5, own.width)).toBe(false);
    const grey = await readShown(page, 'grey');
    expect(meanChroma(grey)).toBeLessThan(0.1);

    await moveSlider(page, 'Saturation', 0);
    const pale = await waitForOther(page, own);
    expect(meanChroma(pale)).toBeLessThan(0.1);
    await page.getByRole('button', { name: 'Saturation: back to the model’s own' }).click();
    await waitForSame(page, own);

    await moveSlider(page, 'Temperature', 0);
    const likeliest = await waitForOther(page, own);
    expect(meanDistance(likeliest, own)).toBeGreaterThan(1);
    expect(faults).toEqual([]);
    await close();
  });

  test('names what it refuses, colours the others, and shows a name as text', async () => {
    const { page, close } = await openPage(studio.url);
    const hostile = '<img src=x onerror="window.hacked=1">.png';
    const noise = { name: 'noise.jpg', mimeType: 'image/jpeg', buffer: Buffer.alloc(20_000, 'noise') };
    await giveFiles(page, [noise, await drawTwoHalves(hostile)]);
    await page.getByRole('alert').getByText('noise.jpg').waitFor();
    await page.getByRole('listitem').filter({ hasText: 'refused' }).waitFor();
    await page.getByTitle(hostile).first().click();
    await waitForColours(page);
    expect(await page.locator('.colour-stage h2').textContent()).toBe(hostile);
    expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
    await close();
  });

  test('shows a coloured photo as the file has it', async () => {
    const { page, close } = await openPage(studio.url);
    const photo = await readFile(PHOTO);
    await giveFiles(page, [{ name: 'astronaut.jpg', mimeType: 'image/jpeg', buffer: photo }]);
    await waitForColours(page);
    await page.getByRole('button', { name: 'Original' }).click();
    const single = page.locator('.colour-single canvas');
    await single.waitFor();
    const shown = await readShown(page, 'grey'); // the only canvas now
    expect(meanChroma(shown)).toBeGreaterThan(5);
    await close();
  });
});
