import { execFile } from 'node:child_process';
import { appendFile, cp, mkdir, readdir, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventLogFile, type RunMessage, stageLock } from '@tintype/stage';
import { openStore, whileUsed } from '@tintype/store';

import { type HeardEvent, listen, type Listening } from '../testing/listen.ts';
import { type OpenedStudio, openStudio } from '../testing/open-studio.ts';

const WORKSPACE = join(import.meta.dirname, '../../../../..');
const address = { pipeline: 'pipeline', recipe: 'tiny', stage: 'train' };
const TIME = '2026-01-02T03:04:05.006Z';

let studio: OpenedStudio;
let listeners: Listening[];
beforeEach(async () => {
  studio = await openStudio();
  listeners = [];
});
afterEach(async () => {
  for (const { leave } of listeners) leave();
  await studio.close();
  await rm(studio.folder, { recursive: true });
});

async function listenIn(): Promise<Listening> {
  const listening = await listen(studio.address);
  listeners.push(listening);
  return listening;
}

const note = (text: string): RunMessage => ({ type: 'note', stage: 'train', text });
const progress = (done: number): RunMessage => ({
  ...{ type: 'shard-progress', stage: 'train', name: 'model', done, total: 2000, figures: { loss: 1 } },
});
const isNote = (text: string) => (heard: HeardEvent) =>
  heard.data.event?.type === 'note' && heard.data.event.text === text;

/** As a stage's process does. */
async function log(stage: string, ...events: readonly RunMessage[]): Promise<void> {
  const file = eventLogFile(join(studio.data, 'store'), { ...address, stage });
  await mkdir(dirname(file), { recursive: true });
  await appendFile(file, events.map((event) => `${JSON.stringify({ time: TIME, event })}\n`).join(''));
}

function whileRunning(work: () => Promise<void>): Promise<void> {
  const options = { signal: new AbortController().signal, onWait: () => {} };
  return whileUsed(openStore(join(studio.data, 'store')), stageLock(address), options, work);
}

describe('live events', () => {
  it('tell whoever comes in the middle what the running stage has told, once, and nothing of those that have ended', async () => {
    await log('prior', { type: 'note', stage: 'prior', text: 'ended' });
    await log('train', note('begins'));
    await whileRunning(async () => {
      const first = await listenIn();
      expect(await first.hear(isNote('begins'))).toEqual({
        event: 'told',
        data: { ...address, time: TIME, event: note('begins') },
      });
      await log('train', note('goes on'));
      await first.hear(isNote('goes on'));
      const second = await listenIn();
      await second.hear(isNote('goes on'));
      await log('train', note('ends'));
      for (const { hear, heard } of [first, second]) {
        await hear(isNote('ends'));
        const texts = heard.map(({ data }) => data.event?.type === 'note' && data.event.text);
        expect(texts).toEqual(['begins', 'goes on', 'ends']);
      }
    });
  });

  it('tell a late one no more of a long training than can be drawn, and the last of it', async () => {
    const reports = Array.from({ length: 2000 }, (_, i) => progress(i + 1));
    await log('train', note('begins'), ...reports);
    await whileRunning(async () => {
      const { hear, heard } = await listenIn();
      await hear(({ data }) => data.event?.type === 'shard-progress' && data.event.done === 2000);
      expect(heard[0]?.data.event).toEqual(note('begins'));
      expect(heard.length).toBeLessThanOrEqual(301);
      expect(heard.length).toBeGreaterThan(200);
    });
  });

  it('tell of a manifest that came, changed or went', () =>
    whileRunning(async () => {
      await log('train', note('runs'));
      const { hear, heard } = await listenIn();
      await hear(isNote('runs')); // from here on changes are seen
      const file = join(studio.data, 'manifests/pipeline/tiny/train.json');
      await mkdir(dirname(file), { recursive: true });
      const changes = [() => writeFile(file, '{}'), () => writeFile(file, '{"other":1}'), () => rm(file)];
      for (const [i, change] of changes.entries()) {
        await change();
        await hear(() => heard.filter(({ event }) => event === 'manifests').length > i);
      }
    }));

  it('go on behind a line that is no event, which is told once', () =>
    whileRunning(async () => {
      await log('train', note('before'));
      const { hear } = await listenIn();
      await hear(isNote('before'));
      await appendFile(eventLogFile(join(studio.data, 'store'), address), 'no event\n');
      await log('train', note('behind'));
      await hear(isNote('behind'));
      expect(studio.faults.map(String)).toEqual([
        expect.stringMatching(/train\.ndjson: expected an event, got no event$/),
      ]);
    }));

  it('keep nothing open when the listeners have left', () =>
    whileRunning(async () => {
      for (let i = 0; i < 4; i++) {
        await log('train', note(`${i}`));
        const { hear, leave } = await listenIn();
        await hear(isNote(`${i}`));
        leave();
      }
      if (process.platform === 'linux') expect(await openFilesIn(studio.data)).toEqual([]);
    }));

  it('show a real run, stage by stage, in the order in which they happen', async () => {
    const run = await prepareRun(studio);
    const { hear, heard } = await listenIn();
    for (const stage of ['ingest', 'convert']) await run(stage);
    const isDone = (stage: string) => (one: HeardEvent) =>
      one.data.stage === stage && one.data.event?.type === 'stage-done';
    await hear(isDone('convert'));
    await hear(({ event }) => event === 'manifests');
    const told = heard.flatMap(({ data }) =>
      data.event ? [`${data.recipe} ${data.stage} ${data.event.type}`] : [],
    );
    expect(told[0]).toBe('tiny ingest wave');
    expect(told).toContain('tiny ingest shard-done');
    expect(told.indexOf('tiny ingest stage-done')).toBeLessThan(told.indexOf('tiny convert wave'));
    await expect(run('train')).rejects.toThrow('has not run');
    expect(await hear(({ data }) => data.event?.type === 'stage-failed')).toMatchObject({
      data: { recipe: 'tiny', stage: 'train', event: { message: expect.stringMatching(/^train: expected/) } },
    });
  });
});

async function openFilesIn(folder: string): Promise<readonly string[]> {
  const handles = (await readdir('/proc/self/fd')).map((name) => `/proc/self/fd/${name}`);
  const targets = await Promise.all(handles.map((handle) => readlink(handle).catch(() => '')));
  return targets.filter((target) => target.startsWith(folder));
}

const RECIPE = {
  ingest: { source: { kind: 'generated', count: 4, seed: 1, size: 64 } },
  convert: { size: 64 },
};

/** A workspace with the built pipeline, whose data folder is the studio's. @returns runs a stage as Nx does */
async function prepareRun({ folder, data }: OpenedStudio): Promise<(stage: string) => Promise<unknown>> {
  for (const name of ['node_modules', 'libs', 'package.json', 'esbuild.config.mjs'])
    await symlink(join(WORKSPACE, name), join(folder, name));
  const pipeline = join(folder, 'pipelines/pipeline');
  await cp(join(WORKSPACE, 'pipelines/pipeline/src'), join(pipeline, 'src'), { recursive: true });
  await mkdir(join(pipeline, 'recipes'));
  await writeFile(join(pipeline, 'recipes/tiny.json'), JSON.stringify(RECIPE));
  const env = { ...process.env, NODE_OPTIONS: '' };
  const execute = (...argv: readonly string[]) =>
    promisify(execFile)(process.execPath, argv, { cwd: folder, env });
  await execute('esbuild.config.mjs', 'pipelines/pipeline');
  expect(data).toBe(join(folder, 'data'));
  return (stage) => execute(join(pipeline, 'dist/main.js'), stage, '--recipe=tiny');
}
