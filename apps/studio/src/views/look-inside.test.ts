import { rm } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, it } from '@jest/globals';

import {
  findBarriers,
  inChromium,
  MADE_PHOTOS,
  makeData,
  openPage,
  type StartedStudio,
  startStudio,
} from '../testing/index.ts';

/** A page of each kind, and what is there once it is ready. */
const PAGES: readonly (readonly [address: string, ready: string])[] = [
  ['#/artefacts', '.artefact-list'],
  ['#/artefacts/pipeline/first/prior?table=prior', '.ab-distribution'],
  ['#/artefacts/pipeline/first/ingest?table=photos&show=rows', '.artefact-columns'],
  ['#/artefacts/pipeline/first/train?table=(files)', '.artefact-files'],
  ['#/artefacts/pipeline/first/train?table=(manifest)', '.json-tree'],
  ['#/artefacts/pipeline/first/train?table=curves', '.line-chart'],
  ['#/artefacts/pipeline/first/evaluate?table=metrics', '.measure-table'],
  ['#/results/first', '.result-gallery canvas'],
  [`#/results/first?photo=${MADE_PHOTOS[3]?.photo}`, '.compare-slider canvas'],
  ['#/activations', '.activations-markup'],
  ['#/runs', '.runs-graph'],
  ['#/runs/pipeline/first', '.runs-stage'],
  ['#/runs/compare?a=pipeline%2Ffirst&b=pipeline%2Fsecond', '.runs-fields'],
  ['#/runs/pipeline/first/photos', '.runs-photos canvas'],
  ['#/runs/pipeline/first/photos/forest_one.jpg', '.runs-patches canvas'],
  ['#/runs/pipeline/first/photos/forest_four.jpg', '.runs-predictions canvas'],
];

inChromium('looking inside', () => {
  let studio: StartedStudio;
  let data: string;
  beforeAll(async () => {
    data = await makeData();
    studio = await startStudio({ data });
  });
  afterAll(() => studio?.close());

  it('has no barrier that axe finds, and scrolls a phone in one direction alone, light or dark', async () => {
    const { page, close } = await openPage(studio.url, { viewport: { width: 390, height: 844 } });
    for (const [i, [address, ready]] of PAGES.entries()) {
      await page.emulateMedia({ colorScheme: i % 2 === 0 ? 'light' : 'dark' });
      await page.goto(`${studio.url}${address}`);
      await page.locator(ready).first().waitFor();
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      const barriers = await findBarriers(page);
      expect({ address, barriers, width }).toEqual({ address, barriers: [], width: 390 });
    }
    await close();
  });

  it('never shows a run under the name of another while that is loaded', async () => {
    const { page, close } = await openPage(`${studio.url}#/runs/pipeline/first`, { serviceWorkers: false });
    await page.getByRole('heading', { name: 'first' }).waitFor();
    const held = new Promise<() => Promise<void>>((resolve) => {
      void page.route(
        '**/manifests/pipeline/second/ingest.json',
        (route) => resolve(() => route.continue()),
        { times: 1 },
      );
    });
    await page.goto(`${studio.url}#/runs/pipeline/second`);
    const letGo = await held;
    await page.getByText('Loading the run of second').waitFor();
    expect(await page.getByRole('heading', { name: 'first' }).count()).toBe(0);
    await letGo();
    await page.getByRole('heading', { name: 'second' }).waitFor();
    await close();
  });

  it('says what is wrong with a blob that is not there, and lets one try again', async () => {
    const { page, close } = await openPage(
      `${studio.url}#/artefacts/pipeline/second/ingest?table=photos&show=rows`,
    );
    await page.locator('.artefact-columns').waitFor();
    await page.goto(`${studio.url}#/artefacts/nowhere/first/train`);
    await page.getByRole('heading', { name: 'No artefact of train' }).waitFor();
    await rm(join(data, 'store/blobs'), { recursive: true });
    await page.goto(`${studio.url}#/artefacts/pipeline/second/train?table=decodings`);
    await page.getByRole('alert').getByText('expected a blob of the store, got 404').waitFor();
    await page.getByRole('button', { name: 'Try again' }).waitFor();
    await close();
  });
});

inChromium('an empty data folder', () => {
  let studio: StartedStudio;
  beforeAll(async () => {
    studio = await startStudio();
  });
  afterAll(() => studio?.close());

  it('says how to make what would be shown', async () => {
    const { page, close } = await openPage(`${studio.url}#/artefacts`);
    await page.getByText('npx nx run pipeline:all').waitFor();
    await page.goto(`${studio.url}#/results`);
    await page.getByRole('heading', { name: 'No results yet' }).waitFor();
    await page.goto(`${studio.url}#/activations`);
    await page.getByText('npx nx run activations:all').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await close();
  });
});
