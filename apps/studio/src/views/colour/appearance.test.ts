import { afterAll, beforeAll, expect, test } from '@jest/globals';

import { findBarriers, inChromium, openPage, type StartedStudio, startStudio } from '../../testing/index.ts';
import { giveFiles, pressPhoto, waitForColours } from './testing/colour-page.ts';
import { drawTwoHalves } from './testing/two-halves.ts';

let studio: StartedStudio;
beforeAll(async () => {
  studio = await startStudio();
});
afterAll(() => studio.close());

inChromium('the look of the colour view', () => {
  test.each(['light', 'dark'] as const)('axe finds no barrier in the %s theme', async (colorScheme) => {
    const { page, close } = await openPage(studio.url, { colorScheme });
    await page.locator('.colour-drop').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    const noise = { name: 'noise.jpg', mimeType: 'image/jpeg', buffer: Buffer.alloc(2000, 'noise') };
    await giveFiles(page, [await drawTwoHalves(), noise]);
    await waitForColours(page);
    await pressPhoto(page, 0.2, 0.3);
    await page.locator('.colour-swatches button').first().click();
    await page.locator('.colour-ring').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await page.getByTitle('noise.jpg').first().click();
    await page.getByRole('alert').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await close();
  });

  test('a phone shows everything without scrolling sideways', async () => {
    const { page, close } = await openPage(studio.url, {
      viewport: { width: 390, height: 844 },
      hasTouch: true,
    });
    const isWide = () => page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    await page.locator('.colour-drop').waitFor();
    expect(await isWide()).toBe(false);
    const long = `${'a-very-long-name-'.repeat(12)}.png`;
    await giveFiles(page, [
      await drawTwoHalves(long),
      ...(await Promise.all(['b.png', 'c.png'].map(drawTwoHalves))),
    ]);
    await waitForColours(page);
    for (const panel of ['Look', 'Correct', 'Save']) {
      await page.getByRole('button', { name: panel, exact: true }).tap();
      await page.locator('.colour-panel').locator('visible=true').first().waitFor();
      expect(await isWide()).toBe(false);
    }
    await close();
  });
});
