import { appendFile, mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { eventLogFile, type RunMessage } from '@tintype/stage';
import type { Locator, Page } from 'playwright-core';

import {
  HOSTILE,
  inChromium,
  MADE_PHOTOS,
  makeData,
  openPage,
  type StartedStudio,
  startStudio,
} from '../../testing/index.ts';

const STATES = {
  ...{ ingest: 'fresh', convert: 'partial', prior: 'stale', patches: 'fresh', train: 'unknown' },
  evaluate: 'missing',
} as const;

const NEEDS: Readonly<Record<string, readonly string[]>> = {
  ingest: [],
  convert: ['ingest'],
  prior: ['ingest', 'convert'],
  patches: ['convert'],
  train: ['convert', 'prior', 'patches'],
  evaluate: ['ingest', 'convert', 'prior', 'patches', 'train'],
};

/** What `status --json` prints of a recipe whose stages are in every state. */
function statusOf(recipe: string) {
  const stages = Object.entries(STATES).map(([stage, state]) => ({
    ...{ recipe, stage, state, shards: 4, missing: state === 'partial' ? 1 : 0, unknownUntil: null },
    ...{ rows: { images: 24 }, files: 0, bytes: 1_190_480 },
    made: state === 'missing' ? null : '2026-01-02T03:04:05.000Z',
  }));
  const broken = [{ recipe: 'crooked', reason: 'train: unknown key "epochz"' }];
  return { pipeline: 'pipeline', stages, neverRun: ['forest'], broken };
}

/** What `explain --json` prints of it: lambda has changed. */
function explainOf(recipe: string) {
  const change = { kind: 'setting', name: 'prior.lambda', from: 0.8, to: 0.3 };
  const stages = Object.entries(STATES).map(([stage, state]) => ({
    ...{ stage, state, needs: NEEDS[stage], shards: 4, missing: state === 'stale' ? ['prior'] : [] },
    ...{ mayGrow: false, unknownUntil: state === 'unknown' ? 'prior has run' : null },
    ...{ changes: state === 'stale' ? [change] : [], seconds: 5, secondsBetween: [3, 9] },
  }));
  return { pipeline: 'pipeline', recipe, stages };
}

/** Lets the page hear of plans, as a server in a workspace tells them. */
async function tellPlans(page: Page): Promise<void> {
  const nothing = { pipeline: 'activations', stages: [], neverRun: [], broken: [] };
  await page.route('**/api/status?*', (route) =>
    route.fulfill({ json: route.request().url().includes('=activations') ? nothing : statusOf('first') }),
  );
  await page.route('**/api/explain?*', (route) => route.fulfill({ json: explainOf('first') }));
}

/** Does something again until it is seen: who connects a moment too late is not told of what was. */
async function repeatUntil(act: () => Promise<void>, seen: Locator, times = 10): Promise<boolean> {
  for (let i = 0; i < times; i++) {
    await act();
    const isSeen = await seen.waitFor({ timeout: 1500 }).then(
      () => true,
      () => false,
    );
    if (isSeen) return true;
  }
  return false;
}

inChromium('the runs in the page', () => {
  let studio: StartedStudio;
  let data: string;
  beforeAll(async () => {
    data = await makeData();
    studio = await startStudio({ data });
  });
  afterAll(() => studio?.close());

  const open = (path: string) => openPage(`${studio.url}${path}`, { serviceWorkers: false });

  /** As the process of a stage does. */
  async function log(recipe: string, stage: string, ...events: readonly RunMessage[]): Promise<void> {
    const file = eventLogFile(join(data, 'store'), { pipeline: 'pipeline', recipe, stage });
    const time = new Date().toISOString();
    await mkdir(dirname(file), { recursive: true });
    await appendFile(file, events.map((event) => `${JSON.stringify({ time, event })}\n`).join(''));
  }

  it('are a graph with each state in words, what a run would do, and the recipes that have not run', async () => {
    const { page, faults, close } = await open('#/colour');
    await tellPlans(page);
    await page.goto(`${studio.url}#/runs`);
    const stages = page.getByRole('list', { name: 'Stages of first' }).getByRole('listitem');
    await stages.first().waitFor();
    const words = await stages.allTextContents();
    expect(words.map((text) => text.replace(/\s+/g, ' '))).toEqual([
      expect.stringMatching(/^ingest.*fresh24 images · 1\.19 MB/),
      expect.stringMatching(/^convert.*needs ingest;partial, 3 of 4 shards/),
      expect.stringMatching(/^prior.*needs ingest and convert;stale/),
      expect.stringMatching(/^patches.*fresh/),
      expect.stringMatching(/^train.*unknown/),
      expect.stringMatching(/^evaluate.*missing$/),
    ]);
    expect(await page.locator('.runs-graph .arrow').count()).toBe(6);
    await page.getByText('prior.lambda: 0.8 → 0.3').waitFor();
    await page.getByText('A run would take about 6 to 18 s.').waitFor();
    await page.getByText('npx nx run pipeline:all -c first').waitFor();
    await page.getByText('train: unknown key "epochz"').waitFor();
    await page.locator('summary', { hasText: 'forest' }).waitFor();
    const begin = () => log('forest', 'ingest', { type: 'note', stage: 'ingest', text: 'looks for photos' });
    const begun = page.getByText('forest runs for the first time.');
    await expect(repeatUntil(begin, begun)).resolves.toBe(true);
    expect(faults).toEqual([]);
    await close();
  });

  it('show a stage while it runs, with what the console shows, and how it ended', async () => {
    const { page, close } = await open('#/runs');
    await page.getByRole('list', { name: 'Stages of first' }).waitFor();
    const stage = 'train';
    const wave: RunMessage = { type: 'wave', stage, total: 1, reused: 0 };
    const progress: RunMessage = {
      ...{ type: 'shard-progress', stage, name: 'model', done: 60, total: 100, figures: { loss: 3.02154 } },
    };
    const told = page.getByText(/^60 % .*loss 3\.022$/);
    await expect(repeatUntil(() => log('first', stage, wave, progress), told)).resolves.toBe(true);
    await page.getByText('running · 60 %').waitFor();
    await log('first', stage, {
      ...{ type: 'stage-done', stage, headline: 'epoch 3 kept', details: [], shards: 8, reused: 7, ms: 4200 },
    });
    await page.getByText('epoch 3 kept · 1 of 8 shards computed · 4.2 s').waitFor();
    expect(await page.locator('.runs-node progress').count()).toBe(0);
    await close();
  });

  it('tell when nothing can be planned, and what one of them was given, made and scored', async () => {
    const { page, faults, close } = await open('#/runs');
    await page
      .getByText(/^Only what was made can be told/)
      .first()
      .waitFor();
    await page.getByRole('link', { name: 'first', exact: true }).click();
    await page.getByRole('heading', { name: 'first' }).waitFor();
    await page.getByText(/for the best baseline/).waitFor();
    const train = page.getByRole('region', { name: 'train', exact: true });
    await train.getByText('Settings').click();
    await train.getByText('epochs', { exact: true }).first().waitFor();
    await expect(page.getByRole('link', { name: /report\.html/ }).getAttribute('href')).resolves.toBe(
      'data/reports/pipeline/first/report.html',
    );
    expect(faults.filter((fault) => !fault.includes('404'))).toEqual([]);
    await close();
  });

  it('are compared field by field, what is the same on demand', async () => {
    const { page, faults, close } = await open('#/runs/compare?a=pipeline%2Ffirst&b=pipeline%2Fsecond');
    const train = page.getByRole('region', { name: 'train', exact: true });
    const epochs = train.getByRole('row', { name: /^epochs/ }).first();
    await expect(epochs.textContent()).resolves.toBe('epochs≠ changed35');
    await page
      .getByRole('region', { name: 'ingest' })
      .getByText('The same settings, inputs and summary.')
      .waitFor();
    const before = await page.locator('.runs-field-same').count();
    await page.getByLabel('what is the same too').check();
    expect([before, (await page.locator('.runs-field-same').count()) > 5]).toEqual([0, true]);
    await page.getByRole('region', { name: 'Scores on held-out photos' }).getByText('balanced AuC').waitFor();
    await page.locator('.line-chart svg').first().waitFor();
    expect(faults).toEqual([]);
    await close();
  });

  it('tell what became of a held-out photo, and lead back from its shard to all photos in it', async () => {
    const photo = MADE_PHOTOS.find(({ path }) => path === 'forest_four.jpg')?.photo;
    const { page, faults, close } = await open('#/runs/pipeline/first/photos/forest_four.jpg');
    await page.getByText(photo ?? 'no such photo', { exact: true }).waitFor();
    await page.getByText('The model never sees this photo before it is measured on it.').waitFor();
    await page.getByRole('img', { name: 'as the network colours it at T = 0.38' }).waitFor();
    await page.getByRole('region', { name: 'Scores on this photo' }).getByText('network, T = 0.38').waitFor();
    await page.getByRole('link', { name: '3 photos in it' }).first().click();
    await page.getByText('3 of 6 photos · in the shard test/all').waitFor();
    expect(await page.locator('.runs-photos li').count()).toBe(3);
    expect(faults).toEqual([]);
    await close();
  });

  it('draw the patches of a photo where they lie in its image', async () => {
    const { page, faults, close } = await open('#/runs/pipeline/first/photos/forest_one.jpg');
    await page.getByRole('button', { name: 'patch 0 at 3, 5' }).click();
    const mark = page.locator('.runs-canvas rect.chosen');
    const place = await Promise.all(['x', 'y', 'width'].map((name) => mark.getAttribute(name)));
    expect(place).toEqual(['3', '5', '16']);
    await page.getByText('The model learns from the patches of this photo.').waitFor();
    await page.getByRole('link', { name: 'Photos that it learnt from' }).click();
    await page.getByText('2 of 6 photos').waitFor();
    expect(faults).toEqual([]);
    await close();
  });

  it('find photos by name, split and class, and show names as the text that they are', async () => {
    const { page, close } = await open('#/runs/pipeline/first/photos');
    await page.getByText('6 photos', { exact: true }).waitFor();
    await page.getByLabel('split').selectOption('test');
    await page.getByLabel('class').selectOption('coast');
    await page.getByLabel('name').fill('onerror');
    await page.getByText('1 of 6 photos').waitFor();
    await page.getByRole('link', { name: HOSTILE }).click();
    await page.getByRole('heading', { name: HOSTILE }).waitFor();
    expect(await page.title()).toBe('Tintype studio');
    await close();
  });

  it('say that the connection is lost, and stay in sight', async () => {
    const own = await startStudio({ data });
    const { page, close } = await openPage(`${own.url}#/runs`, { serviceWorkers: false });
    await page.getByRole('list', { name: 'Stages of first' }).waitFor();
    await own.close();
    await page.getByText(/^The connection to the server is lost/).waitFor();
    expect(await page.getByRole('list', { name: 'Stages of first' }).count()).toBe(1);
    await close();
  });
});

inChromium('the runs of an empty data folder', () => {
  it('say how the first one is begun', async () => {
    const studio = await startStudio({ data: await mkdtemp(join(tmpdir(), 'tintype-empty-')) });
    const { page, close } = await openPage(`${studio.url}#/runs`);
    await page.getByRole('heading', { name: 'Nothing has been run yet' }).waitFor();
    await page.getByText('npx nx run pipeline:all', { exact: true }).waitFor();
    await close();
    await studio.close();
  });
});
