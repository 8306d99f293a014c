import { afterAll, beforeAll, expect, test } from '@jest/globals';

import { inChromium, openPage, type StartedStudio, startStudio } from '../../testing/index.ts';
import { giveFiles, readShown, waitForColours, waitForOther } from './testing/colour-page.ts';
import { drawTwoHalves } from './testing/two-halves.ts';

let studio: StartedStudio;
beforeAll(async () => {
  studio = await startStudio();
});
afterAll(() => studio.close());

inChromium('the colour view by keyboard', () => {
  test('a place is asked about, a colour given, moved, taken back, and done again', async () => {
    const { page, close } = await openPage(studio.url);
    await giveFiles(page, [await drawTwoHalves()]);
    await waitForColours(page);
    const own = await readShown(page, 'coloured');

    await page.locator('.colour-surface').focus();
    await page.keyboard.press('Shift+ArrowLeft');
    await page.keyboard.press('Enter');
    await page.locator('.colour-swatches button').first().waitFor();
    await page.waitForFunction(() => document.activeElement?.id === 'colour-hints');
    const plane = page.locator('.colour-plane svg');
    await plane.focus();
    await page.keyboard.press('Shift+ArrowRight');
    const hinted = await waitForOther(page, own);
    const ring = page.getByRole('button', { name: /^Hint 1:/ });
    await ring.focus();
    const left = await ring.evaluate((element) => element.style.left);
    await page.keyboard.press('ArrowRight');
    expect(await ring.evaluate((element) => element.style.left)).not.toBe(left);

    await page.keyboard.press('Control+z');
    expect(await ring.evaluate((element) => element.style.left)).toBe(left);
    await page.keyboard.press('Control+z');
    await ring.waitFor({ state: 'detached' });
    await page.keyboard.press('Control+Shift+z');
    await ring.focus();
    await page.keyboard.press('Delete');
    await ring.waitFor({ state: 'detached' });
    await page.keyboard.press('Control+z');
    await ring.waitFor();
    expect(hinted).not.toEqual(own);
    await close();
  });

  test('arrows move the divider and go along the strip, Delete takes a photo off', async () => {
    const { page, close } = await openPage(studio.url);
    await giveFiles(page, [await drawTwoHalves('one.png'), await drawTwoHalves('two.png')]);
    await waitForColours(page);
    const divider = page.getByRole('slider', { name: 'Grey beside coloured' });
    await divider.focus();
    await page.keyboard.press('ArrowRight');
    expect(await divider.getAttribute('aria-valuenow')).toBe('52');
    await page.keyboard.press('Home');
    expect(await divider.getAttribute('aria-valuetext')).toBe('0 % grey, 100 % coloured');

    await page.locator('.frame[aria-current="true"]').focus();
    await page.keyboard.press('ArrowRight');
    await page.getByRole('heading', { name: 'two.png' }).waitFor();
    await page.waitForFunction(() => document.activeElement?.textContent?.startsWith('two.png'));
    await page.keyboard.press('Delete');
    await page.getByRole('heading', { name: 'one.png' }).waitFor();
    expect(await page.locator('.colour-strip li').count()).toBe(1);
    await close();
  });
});
