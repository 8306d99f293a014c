import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { beforeEach, describe, expect, it } from '@jest/globals';
import { createInlineExecutor } from '@tintype/executor';
import { type Digest, openStore, sha256 } from '@tintype/store';
import { lastValueFrom, toArray } from 'rxjs';
import { z } from 'zod';

import { toInput } from '../artefact.ts';
import { definePipeline } from '../pipeline.ts';
import { runStage } from '../run/run-stage.ts';
import { defineStage } from '../stage.ts';
import { planRecipe } from './plan-recipe.ts';

/** Words are read from a folder and shouted, one shard each; then joined; then the text is framed. */
const COMPUTATIONS = `
const read = async (inputs) => Promise.all(inputs.map(async (input) => String(Buffer.from(await input.read()))));
export const shout = async ({ name, inputs }) => [{ name, rows: 1, bytes: Buffer.from((await read(inputs)).join('').toUpperCase()) }];
export const join = async ({ name, settings, inputs }) => [{ name, rows: 1, bytes: Buffer.from((await read(inputs)).join(settings.separator)) }];
export const frame = async ({ name, settings, inputs }) => [{ name, rows: 1, bytes: Buffer.from(settings.edge + (await read(inputs)).join('') + settings.edge) }];
`;

const shout = defineStage({
  name: 'shout',
  version: 1,
  needs: {},
  settings: z.strictObject({}),
  summary: z.strictObject({}),
  filesOf: async ({ shards }) =>
    shards.map(({ name }) => {
      const [path = '', digest = ''] = name.split('@');
      return { path, sha256: digest as Digest };
    }),
  async run({ folders, shards, reads }) {
    const folder = join(folders.workspace, 'words');
    const files = await Promise.all(
      (await readdir(folder)).sort().map(async (path) => ({
        path,
        sha256: sha256(await readFile(join(folder, path))),
      })),
    );
    reads(files);
    const made = await shards(
      files.map((file) => ({
        key: {
          name: `${file.path}@${file.sha256}`,
          compute: 'shout',
          settings: {},
          inputs: [{ name: 'word', sha256: file.sha256, path: join(folder, file.path) }],
        },
      })),
    );
    return { shards: made, summary: {}, headline: '' };
  },
});

const join_ = defineStage({
  name: 'join',
  version: 1,
  needs: { shout },
  settings: z.strictObject({ separator: z.string().default('-'), before: z.string().default('') }),
  summary: z.strictObject({ length: z.int() }),
  async run({ settings, inputs, shards, read }) {
    const words = inputs.shout.shards.map((shard) => toInput(shard));
    const [text] = await shards([{ key: { name: 'text', compute: 'join', settings, inputs: words } }]);
    if (text === undefined) throw new Error('expected one shard');
    const { length } = await read(text);
    return { shards: [text], summary: { length }, headline: '' };
  },
});

const frame = defineStage({
  name: 'frame',
  version: 1,
  needs: { join: join_ },
  settings: z.strictObject({ edge: z.string().default('|') }),
  summary: z.strictObject({}),
  async run({ settings, inputs, shards }) {
    const text = [toInput(inputs.join.shard('text'))];
    const of = JSON.stringify(inputs.join.manifest.settings); // in the order of its keys
    const made = await shards([
      { key: { name: 'framed', compute: 'frame', settings: { ...settings, of }, inputs: text } },
    ]);
    return { shards: made, summary: {}, headline: '' };
  },
});

const pipeline = definePipeline('words', frame);
let workspace: string;
beforeEach(async () => {
  workspace = await mkdtemp(join(tmpdir(), 'tintype-plan-'));
  await writeFile(join(workspace, 'computations.mjs'), COMPUTATIONS);
  await mkdir(join(workspace, 'recipes'));
  await mkdir(join(workspace, 'words'));
  await recipe({});
  for (const word of ['grey', 'blue']) await write(word, word);
});

const recipe = (content: object) =>
  writeFile(join(workspace, 'recipes', 'default.json'), JSON.stringify(content));
const write = (name: string, text: string) => writeFile(join(workspace, 'words', name), text);

const signal = new AbortController().signal;
const { parse } = JSON;

async function run(names = ['shout', 'join', 'frame'], code = 'code'): Promise<void> {
  let now = 0;
  const recipeFile = join(workspace, 'recipes', 'default.json');
  const sections = parse(await readFile(recipeFile, 'utf8'));
  for (const stage of pipeline.stages.filter(({ name }) => names.includes(name)))
    await lastValueFrom(
      runStage(stage, {
        ...{ pipeline: 'words', recipe: 'default', recipeFile, workspace, signal },
        settings: z.json().parse(stage.settings.parse(sections[stage.name] ?? {})),
        module: pathToFileURL(join(workspace, 'computations.mjs')).href,
        code: sha256(code),
        executor: createInlineExecutor(() => (now += 50)), // each shard takes 50 ms
        clock: () => 0,
      }).pipe(toArray()),
    );
}

const plan = (codes: Readonly<Record<string, string>> = {}) =>
  planRecipe(pipeline, 'default', {
    workspace,
    recipes: join(workspace, 'recipes'),
    signal,
    remote: null,
    threads: 1,
    codeDigest: (stage) => sha256(codes[stage] ?? 'code'),
  });

const states = async (codes = {}) =>
  Object.fromEntries((await plan(codes)).map(({ stage, state }) => [stage, state]));

async function everyFile(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return Promise.all(
    entries.map(async (entry) => {
      const { mtimeMs, ctimeMs, size } = await stat(join(entry.parentPath, entry.name));
      return [entry.parentPath, entry.name, mtimeMs, ctimeMs, size].join(' ');
    }),
  );
}

describe('a plan', () => {
  it('before the first run tells what is missing, as far as it can be known', async () => {
    expect(await plan()).toMatchObject([
      { stage: 'shout', state: 'missing', shards: 2, predicted: null, committed: null, madeAt: null },
      { stage: 'join', state: 'missing', shards: 1, missing: ['text'], mayGrow: true },
      { stage: 'frame', state: 'unknown', unknownUntil: 'join has run', predicted: null },
    ]);
  });

  it('after a run is fresh', async () => {
    await run();
    expect(await states()).toEqual({ shout: 'fresh', join: 'fresh', frame: 'fresh' });
    expect((await plan()).every(({ changes, madeAt }) => changes.length === 0 && Number(madeAt) > 0)).toBe(
      true,
    );
  });

  it('writes nothing: not a byte, not a time', async () => {
    await run();
    await write('green', 'green');
    const before = await everyFile(workspace);
    await plan();
    expect(await everyFile(workspace)).toEqual(before);
  });

  it('names a file that came, one that went, one that is another and one that was renamed', async () => {
    await run();
    await write('green', 'green');
    await write('grey', 'gray');
    await rm(join(workspace, 'words', 'blue'));
    await write('bleu', 'blue');
    const [{ state, missing, changes } = { state: '', missing: [], changes: [] }] = await plan();
    expect({ state, missing: missing.length }).toEqual({ state: 'stale', missing: 3 });
    expect(changes).toEqual([
      { kind: 'file', name: 'bleu', from: 'blue', to: 'bleu' },
      { kind: 'file', name: 'green', from: null, to: sha256('green') },
      { kind: 'file', name: 'grey', from: sha256('grey'), to: sha256('gray') },
    ]);
  });

  it('tells of one file more: what is there, what follows, and what can be known later only', async () => {
    await run();
    await write('green', 'green');
    expect(await plan()).toMatchObject([
      {
        stage: 'shout',
        state: 'partial',
        shards: 3,
        missing: [expect.stringContaining('green@')],
        mayGrow: false,
      },
      {
        stage: 'join',
        state: 'stale',
        missing: ['text'],
        changes: [{ kind: 'input', name: 'shout', to: null }],
      },
      { stage: 'frame', state: 'unknown', unknownUntil: 'join has run' },
    ]);
  });

  it('predicts the cost at the rates of the last run, of a stage that waits for others by its forecast alone', async () => {
    await run();
    for (const word of ['green', 'red']) await write(word, word);
    const likely = (await plan()).map(({ predicted }) => predicted && predicted.likely);
    expect(likely).toEqual([100, 100, null]); // two words were joined in 50
  });

  it('names the setting that changed, from what to what', async () => {
    await run();
    await recipe({ join: { separator: '+' } });
    expect(await plan()).toMatchObject([
      { state: 'fresh' },
      {
        state: 'stale',
        changes: [{ kind: 'setting', name: 'join.separator', from: '-', to: '+' }],
        predicted: { likely: 50 },
      },
      { state: 'unknown', predicted: null },
    ]);
  });

  it('knows a setting that was there before: nothing is to be computed', async () => {
    await run();
    await recipe({ frame: { edge: '#' } });
    await run();
    await recipe({});
    expect((await plan()).at(-1)).toMatchObject({ state: 'stale', missing: [], predicted: { likely: 0 } });
  });

  it('tells changed code from changed settings', async () => {
    await run();
    const [, , framed] = await plan({ frame: 'other code' });
    expect(framed).toMatchObject({ state: 'stale', changes: [{ kind: 'code', name: 'frame' }] });
  });

  it('says that what stands behind a deleted blob is to be made again, and that it may stop there', async () => {
    await run();
    await rm(openStore(join(workspace, 'data/store')).blobPath(sha256('GREY')));
    expect(await states()).toEqual({ shout: 'partial', join: 'stale', frame: 'unknown' });
  });
});
