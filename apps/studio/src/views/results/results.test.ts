import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';

import {
  addRun,
  HOSTILE,
  inChromium,
  MADE_PHOTOS,
  makeData,
  openPage,
  type StartedStudio,
  startStudio,
} from '../../testing/index.ts';

inChromium('results in the page', () => {
  let studio: StartedStudio;
  let bundled: {
    readonly userDefinedMetadata: {
      readonly tintype: { readonly gamut: { readonly bins: readonly unknown[] } };
    };
  };
  beforeAll(async () => {
    const data = await makeData();
    const [model, weights] = await Promise.all(['model.json', 'weights.bin'].map(readBundled));
    if (!model || !weights) throw new Error('expected the bundled model');
    bundled = JSON.parse(model.toString());
    await addRun(data, 'probed', { model, weights });
    studio = await startStudio({ data });
  });
  afterAll(() => studio?.close());

  const open = (path: string) => openPage(`${studio.url}#/results${path}`);

  it('are listed, run by run', async () => {
    const { page, close } = await open('');
    await page.getByRole('link', { name: 'first' }).waitFor();
    await expect(page.getByRole('listitem').first().textContent()).resolves.toMatch(
      /first article, width 1, 3 held-out photos, balanced AuC 0\.800/,
    );
    await close();
  });

  it('are sorted by a measure at a temperature, and filtered by class', async () => {
    const { page, faults, close } = await open('/first');
    // What every pixel errs by at T = 0.38: 5, 30 and 60 ab units; at T = 1 it is 70 less that.
    expect(await namesOf(page)).toEqual(['coast_five.jpg', 'forest_four.jpg', HOSTILE]);
    await page.getByLabel('order').selectOption('worst');
    expect(await namesOf(page)).toEqual([HOSTILE, 'forest_four.jpg', 'coast_five.jpg']);
    await page.getByLabel('sorted by').selectOption('RMSE ab');
    await page.getByText('coast, RMSE ab 42.43 ab units').waitFor();
    await page.getByLabel('temperature').fill('1');
    await page.getByText('T = 1').waitFor();
    expect(await namesOf(page)).toEqual(['coast_five.jpg', 'forest_four.jpg', HOSTILE]);
    await page.getByLabel('class').selectOption('forest');
    expect(await namesOf(page)).toEqual(['forest_four.jpg']);
    await page.locator('.result-trio canvas').nth(2).waitFor();
    await expect(page.title()).resolves.toBe('Tintype studio');
    expect(faults).toEqual([]);
    await close();
  });

  it('show a photo beside its truth and another run, with every measure and its lineage', async () => {
    const four = MADE_PHOTOS.find(({ path }) => path === 'forest_four.jpg');
    const { page, faults, close } = await open(`/first?photo=${four?.photo}`);
    await page.getByRole('heading', { name: 'forest_four.jpg forest' }).waitFor();
    await page.getByLabel('left').selectOption('second');
    await page.getByRole('img', { name: 'second' }).waitFor();
    await expect(page.getByRole('row', { name: 'network, T = 0.38' }).textContent()).resolves.toContain(
      '21.21',
    );
    // The true colour is (−30, 40), so that grey is 50 ab units off: 50 / √2 in each of a and b.
    await expect(page.getByRole('row', { name: /^grey/ }).textContent()).resolves.toContain('35.36');
    const lineage = page.getByRole('link', { name: 'lineage of this photo' });
    await expect(lineage.getAttribute('href')).resolves.toBe(`#/runs/pipeline/first/photos/${four?.photo}`);
    await page.getByRole('slider', { name: 'Divider of the two pictures' }).press('ArrowRight');
    expect(faults).toEqual([]);
    await close();
  });

  it('tell what the network says of a pixel, a disc for each bin of its model', async () => {
    const { page, faults, close } = await open(`/probed?photo=${MADE_PHOTOS[3]?.photo}`);
    const surface = page.getByRole('application', { name: /^The picture/ });
    await surface.focus();
    await surface.press('ArrowRight'); // from the middle
    const discs = page.locator('.ab-distribution circle');
    await discs.first().waitFor();
    const { bins } = bundled.userDefinedMetadata.tintype.gamut;
    await expect(discs.count()).resolves.toBe(bins.length);
    await page.getByText(/^L 50\./).waitFor(); // of a picture from 20 to 80, in its middle
    await expect(page.locator('.result-likeliest li').count()).resolves.toBe(6);
    expect(faults).toEqual([]);
    await close();
  });

  it('say why a pixel cannot be asked about where the model is none', async () => {
    const { page, close } = await open(`/first?photo=${MADE_PHOTOS[3]?.photo}`);
    const surface = page.getByRole('application', { name: /^The picture/ });
    await surface.focus();
    await surface.press('ArrowRight');
    await expect(page.getByRole('alert').textContent()).resolves.toMatch(/That did not work.*Try again/);
    await close();
  });
});

/** A file of the model that comes with Tintype. */
function readBundled(name: string): Promise<Buffer> {
  return readFile(join(import.meta.dirname, '../../../../../data/models/bundled', name));
}

/** The names of the photos, in the order of the gallery. */
async function namesOf(page: Page): Promise<readonly string[]> {
  const names = page.locator('.result-name');
  await names.first().waitFor();
  return names.allTextContents();
}
