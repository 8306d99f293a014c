import { afterAll, beforeAll, expect, test } from '@jest/globals';

import { inChromium, openPage, type StartedStudio, startStudio } from '../../testing/index.ts';
import { giveFiles, waitForColours } from './testing/colour-page.ts';
import { drawTwoHalves } from './testing/two-halves.ts';

let studio: StartedStudio;
beforeAll(async () => {
  studio = await startStudio();
});
afterAll(() => studio.close());

inChromium('what comes to the colour view', () => {
  test('takes what is dropped and pasted', async () => {
    const { page, close } = await openPage(studio.url);
    await page.locator('.colour-drop').waitFor();
    const { name, mimeType, buffer } = await drawTwoHalves('dropped.png');
    const data = await page.evaluateHandle(
      ({ bytes, name, type }) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0))], name, { type }));
        return transfer;
      },
      { bytes: buffer.toString('base64'), name, type: mimeType },
    );
    await page.dispatchEvent('.colour-drop', 'dragover', { dataTransfer: data });
    await page.getByText('Drop photos, folders or hints').waitFor();
    await page.dispatchEvent('.colour-drop', 'drop', { dataTransfer: data });
    await page.getByRole('heading', { name: 'dropped.png' }).waitFor();
    await page.evaluate(
      (clipboardData) => dispatchEvent(new ClipboardEvent('paste', { clipboardData })),
      data,
    );
    await page.locator('.colour-strip li').nth(1).waitFor();
    await close();
  });

  test('closes photos far from the selected one, and opens them again', async () => {
    const { page, faults, close } = await openPage(studio.url);
    const names = Array.from({ length: 8 }, (_, i) => `${i}.png`);
    await giveFiles(page, await Promise.all(names.map((name) => drawTwoHalves(name))));
    const resting = page.locator('.colour-strip li.resting');
    await page.locator('.colour-strip li:nth-child(8)').filter({ hasText: 'coloured' }).waitFor();
    await resting.nth(1).waitFor();
    expect(await resting.count()).toBe(2);
    expect(await page.locator('.colour-strip li canvas').count()).toBe(8); // all are shown in colour
    await resting.last().locator('.frame').click();
    await waitForColours(page);
    expect(await page.locator('.colour-stage h2').textContent()).toBe('7.png');
    expect(faults).toEqual([]);
    await close();
  });

  test('says why there is no model, and tries again', async () => {
    const { page, context, close } = await openPage('about:blank', { serviceWorkers: false });
    await context.route('**/model.json', (route) => route.abort());
    await page.goto(studio.url);
    await page.getByText('The model bundled cannot be opened').waitFor();
    await giveFiles(page, [await drawTwoHalves()]);
    await page.locator('.colour-mat').getByText('The model bundled cannot be opened').waitFor();
    await context.unroute('**/model.json');
    await page.getByRole('button', { name: 'Try again' }).click();
    await waitForColours(page);
    await close();
  });

  test('a link holds a look for the next photos, and a damaged one says so', async () => {
    const { page, close } = await openPage(`${studio.url}#/colour?s=0&hints=5000.5000.40.30`);
    await page.getByText('The link holds settings and one hint').waitFor();
    await giveFiles(page, [await drawTwoHalves()]);
    await page.locator('.colour-ring').waitFor();
    expect(await page.getByRole('slider', { name: 'Saturation', exact: true }).inputValue()).toBe('0');
    expect(new URL(page.url()).hash).toBe('#/colour');
    await page.goto(`${studio.url}#/colour?t=7`);
    await page.getByText('The link is damaged, at t').waitFor();
    await close();
  });
});
