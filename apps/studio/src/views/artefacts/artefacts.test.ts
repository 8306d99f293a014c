import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { patchesTable } from '@tintype/records';

import {
  HOSTILE,
  inChromium,
  makeData,
  openPage,
  type StartedStudio,
  startStudio,
  writeArtefact,
} from '../../testing/index.ts';

/** A table of some 25 MB beside the small ones. */
const LARGE = { pipeline: 'pipeline', recipe: 'large', stage: 'patches' };
const LARGE_ROWS = 2000;

inChromium('artefacts in the page', () => {
  let studio: StartedStudio;
  let data: string;
  beforeAll(async () => {
    data = await makeData();
    await writeArtefact(data, { ...LARGE, settings: {}, summary: {}, inputs: [], blobs: [largeTable()] });
    studio = await startStudio({ data });
  });
  afterAll(() => studio?.close());

  const open = (...path: readonly string[]) => openPage(`${studio.url}#/artefacts/${path.join('/')}`);

  it('are listed with rows, shards and sizes, and lead to each', async () => {
    const { page, faults, close } = await open();
    const line = page.getByRole('row', { name: /^evaluate/ }).first();
    await expect(line.textContent()).resolves.toMatch(/metrics 9 · predictions 6 · thumbnails 3 · 1 file/);
    await line.getByRole('link', { name: 'evaluate' }).click();
    await page.getByRole('heading', { name: 'evaluate of first' }).waitFor();
    expect(faults).toEqual([]);
    await close();
  });

  const DRAWN: readonly (readonly [path: string, tables: readonly string[], shown: string])[] = [
    ['pipeline/first/ingest', ['photos'], 'svg.tt-chart'],
    ['pipeline/first/convert', ['images'], 'canvas.raster'],
    ['pipeline/first/prior', ['usage', 'lightness', 'rows'], 'svg.tt-chart'],
    ['pipeline/first/prior', ['lightness-usage', 'prior'], 'svg.ab-distribution'],
    ['pipeline/first/patches', ['patches'], 'canvas.raster'],
    ['pipeline/first/train', ['curves'], 'svg.tt-chart'],
    ['pipeline/first/train', ['epoch-patches'], 'canvas.raster'],
    ['pipeline/first/evaluate', ['predictions', 'thumbnails'], 'canvas.raster'],
    ['pipeline/first/evaluate', ['metrics'], 'table.measure-table'],
    ['activations/small/ingest', ['digits'], 'canvas.raster'],
    ['activations/small/train', ['classifier-curves', 'epoch-times', 'units'], 'svg.tt-chart'],
    ['activations/small/train', ['pre-activations'], 'svg.tt-chart'],
    ['activations/small/train', ['predicted-labels'], 'table.artefact-confusion'],
    ['activations/small/report', ['cells', 'activations'], 'svg.tt-chart'],
  ];

  it('are drawn, each kind of table as it is best looked at', async () => {
    const { page, faults, close } = await open();
    for (const [path, tables, shown] of DRAWN)
      for (const table of tables) {
        await page.goto(`${studio.url}#/artefacts/${path}?table=${table}`);
        await page.locator('.artefact-tabs [aria-current]', { hasText: table }).waitFor();
        await page.locator(shown).first().waitFor();
        expect({ table, said: await page.getByRole('alert').allTextContents() }).toEqual({ table, said: [] });
      }
    expect(faults).toEqual([]);
    await close();
  });

  it('show rows with the meaning and statistics of their columns, and names as the text that they are', async () => {
    const { page, close } = await open('pipeline/first/ingest?table=photos&show=rows');
    await page.getByRole('cell', { name: `coast/${HOSTILE}` }).waitFor();
    await expect(page.title()).resolves.toBe('Tintype studio');
    await expect(page.getByText('sha256 of the photo’s bytes').count()).resolves.toBe(1);
    await page.getByRole('button', { name: 'Statistics of bytes' }).click();
    const figures = page.locator('.artefact-statistics');
    await figures.waitFor();
    // 1000 to 6000: the mean is 3500, the deviation √(35/12) · 1000.
    await expect(figures.textContent()).resolves.toMatch(/values6.*least1000.*mean3500.*most6000.*sd1707\.8/);
    await close();
  });

  it('load the parts that are looked at, and say that nothing vouches for them until all was read', async () => {
    const { page, close } = await openPage(`${studio.url}#/artefacts/pipeline/large/patches?show=rows`);
    let loaded = 0;
    const parts: Promise<Record<string, string>>[] = [];
    page.on('request', (request) => {
      if ('range' in request.headers()) parts.push(request.allHeaders());
    });
    page.on('response', (response) => {
      if (response.url().includes('/blobs/')) loaded += Number(response.headers()['content-length']);
    });
    await page.reload();
    await page.getByText('rows 1 to 25 of 2,000').waitFor();
    await page.getByRole('cell', { name: '32 × 32', exact: true }).first().waitFor();
    const summary = page.locator('.artefact-shards summary');
    await expect(summary.textContent()).resolves.toMatch(/24\.\d MB.* kB read in parts, not verified/);
    expect(loaded).toBeGreaterThan(0);
    expect(loaded).toBeLessThan(2e6);
    // Chromium's cache mixes up parts of one address that are read side by side.
    expect(parts.length).toBeGreaterThan(1);
    for (const headers of await Promise.all(parts)) expect(headers['cache-control']).toBe('no-cache');
    await page.getByRole('spinbutton').fill('80');
    await page.getByRole('spinbutton').press('Enter');
    await page.getByRole('cell', { name: '1999', exact: true }).first().waitFor();
    expect(loaded).toBeLessThan(2e6);
    await summary.click();
    await page.getByRole('button', { name: 'Verify train/00' }).click();
    await page.getByText('all verified').waitFor();
    await close();
  });

  it('show files: a model by its layers, a page in a new tab, and what made all of it', async () => {
    const { page, close } = await open('pipeline/first/train?table=(files)');
    await page.getByRole('button', { name: 'Open model/model.json' }).click();
    await expect(page.getByRole('row', { name: /conv1 Conv2D 3/ }).textContent()).resolves.toContain(
      '1 × 1 × 1 × 3',
    );
    await page.goto(`${studio.url}#/artefacts/pipeline/first/evaluate?table=(files)`);
    const report = page.getByRole('link', { name: 'Open in a new tab' });
    await expect(report.getAttribute('href')).resolves.toBe('data/reports/pipeline/first/report.html');
    await page.goto(`${studio.url}#/artefacts/pipeline/first/evaluate?table=(manifest)`);
    await page.getByRole('heading', { name: 'Settings' }).waitFor();
    await expect(page.locator('.json-tree').first().textContent()).resolves.toContain('0.38, 1');
    await close();
  });

  it('stay loaded from tab to tab', async () => {
    const { page, close } = await open('pipeline/first/ingest?table=photos');
    await page.locator('svg.tt-chart').first().waitFor();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.getByRole('link', { name: 'manifest', exact: true }).click();
    await page.locator('.json-tree').first().waitFor();
    expect(asked.filter((url) => url.includes('manifests'))).toEqual([]);
    await close();
  });

  it('say of curves of several recipes which is which', async () => {
    const { page, close } = await open('pipeline/first/train?table=curves');
    await page.getByRole('checkbox', { name: 'second' }).check();
    await page.locator('svg.tt-chart', { hasText: 'second, validation' }).waitFor();
    const chart = page.getByRole('application');
    await chart.focus();
    await chart.press('ArrowRight');
    // 5 and 4 in the first epoch, of both.
    await expect(page.getByRole('status').textContent()).resolves.toBe(
      'epoch 1: first, validation 5, first, training 4, second, validation 5, second, training 4',
    );
    await close();
  });
});

/** Patches of 32 × 32 that nobody looks at. */
function largeTable() {
  const lightness = new Float32Array(LARGE_ROWS * 32 * 32).fill(50);
  const bytes = patchesTable.encode({
    photo: Array.from({ length: LARGE_ROWS }, () => 'ab'.repeat(32)),
    index: Int32Array.from({ length: LARGE_ROWS }, (_, i) => i),
    x: new Int16Array(LARGE_ROWS),
    y: new Int16Array(LARGE_ROWS),
    lightness: { data: lightness, shape: [32, 32] },
    ab: { data: new Float32Array(2 * lightness.length), shape: [32, 32, 2] },
  });
  return { name: 'train/00', bytes, rows: LARGE_ROWS, table: patchesTable };
}
