import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { createInlineExecutor } from '@tintype/executor';
import { manifestPath, openStore, readManifest, sha256 } from '@tintype/store';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { lastValueFrom, toArray } from 'rxjs';
import { z } from 'zod';

import type { RunEvent } from './events.ts';
import { probe } from './probe.ts';
import { runStage } from './run-stage.ts';
import { defineStage, type Stage } from './stage.ts';

/** Two stages in small: words are shouted one shard a word, then joined with a separator. */
const COMPUTATIONS = `
import { appendFile, readFile } from 'node:fs/promises';
const log = new URL('calls.log', import.meta.url);
export async function shout({ name, settings }) {
  await appendFile(log, name + '\\n');
  if (settings.word === 'bad') throw new Error('cannot shout this');
  return [{ name, rows: 1, bytes: Buffer.from(settings.word.toUpperCase()) }];
}
export async function join({ name, settings, inputs }) {
  await appendFile(log, name + '\\n');
  const words = await Promise.all(inputs.map(({ path }) => readFile(path, 'utf8')));
  return [{ name, rows: words.length, bytes: Buffer.from(words.join(settings.separator)) }];
}
`;

const shout = defineStage<{ words: string[]; loudness: number }>({
  name: 'shout',
  version: 1,
  needs: [],
  settings: z.strictObject({ words: z.array(z.string()), loudness: z.number() }),
  async run({ settings, shards }) {
    const made = await shards(
      settings.words.map((word) => ({ name: word, compute: 'shout', settings: { word }, inputs: [] })),
    );
    return { shards: made, summary: { words: made.length }, headline: `${made.length} words` };
  },
});

const join_ = defineStage<{ separator: string }>({
  name: 'join',
  version: 1,
  needs: ['shout'],
  settings: z.strictObject({ separator: z.string() }),
  async run({ settings, shards, artefact, inputOf }) {
    const inputs = artefact('shout').manifest.shards.map(inputOf);
    const [text] = await shards([{ name: 'text', compute: 'join', settings, inputs }]);
    if (text === undefined) throw new Error('expected one shard');
    return { shards: [text], summary: {}, headline: 'joined', files: { 'text.txt': text } };
  },
});

let workspace: string;
beforeEach(async () => {
  workspace = await mkdtemp(join(tmpdir(), 'tintype-stage-'));
  await writeFile(join(workspace, 'computations.mjs'), COMPUTATIONS);
});

interface RunOverrides {
  readonly code?: string;
  readonly signal?: AbortSignal;
}

async function run(
  stage: Stage<never>,
  settings: unknown,
  overrides: RunOverrides = {},
): Promise<readonly RunEvent[]> {
  const events = runStage(stage as unknown as Stage, {
    pipeline: 'words',
    recipe: 'default',
    recipeFile: join(workspace, 'default.json'),
    settings,
    workspace,
    module: pathToFileURL(join(workspace, 'computations.mjs')).href,
    code: sha256(overrides.code ?? 'code'),
    executor: createInlineExecutor(),
    signal: overrides.signal ?? new AbortController().signal,
    clock: () => 0,
  });
  return lastValueFrom(events.pipe(toArray()));
}

/** The names of the shards that were computed since the last look. */
async function calls(): Promise<readonly string[]> {
  const log = join(workspace, 'calls.log');
  const names = await readFile(log, 'utf8').then(
    (text) => text.trim().split('\n'),
    () => [],
  );
  await rm(log, { force: true });
  return names;
}

const words = (...list: string[]) => ({ words: list, loudness: 1 });
const manifestFile = (stage: string) =>
  manifestPath(join(workspace, 'data', 'manifests'), { pipeline: 'words', recipe: 'default', stage });

describe('running a stage', () => {
  it('computes what is missing, commits a manifest and lays out readable files', async () => {
    await run(shout, words('grey', 'sky'));
    await run(join_, { separator: '-' });
    expect(await calls()).toEqual(['grey', 'sky', 'text']);
    expect(await readFile(join(workspace, 'data', 'reports', 'words', 'default', 'text.txt'), 'utf8')).toBe(
      'GREY-SKY',
    );
    expect(await readManifest(manifestFile('join'))).toMatchObject({
      stage: 'join',
      shards: [{ name: 'text' }],
    });
  });

  it('computes nothing and rewrites nothing the second time', async () => {
    await run(shout, words('grey', 'sky'));
    await calls();
    const before = await stat(manifestFile('shout'));
    const events = await run(shout, words('grey', 'sky'));
    expect(await calls()).toEqual([]);
    expect((await stat(manifestFile('shout'))).mtimeMs).toBe(before.mtimeMs);
    expect(events.at(-1)).toMatchObject({ type: 'stage-done', shards: 2, reused: 2 });
  });

  it('computes the new shard alone when one is added', async () => {
    await run(shout, words('grey', 'sky'));
    await calls();
    await run(shout, words('grey', 'blue', 'sky'));
    expect(await calls()).toEqual(['blue']);
  });

  it('ignores a setting that no shard reads', async () => {
    await run(shout, words('grey'));
    await calls();
    await run(shout, { words: ['grey'], loudness: 11 });
    expect(await calls()).toEqual([]);
  });

  it('computes again when the code of the computations changes', async () => {
    await run(shout, words('grey'));
    await calls();
    await run(shout, words('grey'), { code: 'other code' });
    expect(await calls()).toEqual(['grey']);
  });

  it('stops the cascade when other code gives the same bytes', async () => {
    await run(shout, words('grey'));
    await run(join_, { separator: '-' });
    const before = await readFile(manifestFile('join'), 'utf8');
    await run(shout, words('grey'), { code: 'other code' });
    await calls();
    await run(join_, { separator: '-' });
    expect(await calls()).toEqual([]);
    expect(await readFile(manifestFile('join'), 'utf8')).toBe(before);
  });

  it('keeps what was computed when a later shard fails, and names the one that did', async () => {
    await expect(run(shout, words('grey', 'bad', 'sky'))).rejects.toThrow(
      'shard bad (shout): cannot shout this',
    );
    await calls();
    await run(shout, words('grey', 'sky'));
    expect(await calls()).toEqual(['sky']);
  });

  it('says what to run when the stage before it has not run', async () => {
    await expect(run(join_, { separator: '-' })).rejects.toThrow(
      'join: expected the artefact of shout, which has not run; run npx nx run words:join -c default',
    );
  });

  it('computes nothing once the run is interrupted', async () => {
    await expect(
      run(shout, words('grey'), { signal: AbortSignal.abort(new Error('Ctrl-C')) }),
    ).rejects.toThrow('Ctrl-C');
    expect(await calls()).toEqual([]);
  });
});

describe('the probe', () => {
  const probed = () => probe(join(workspace, 'data'));

  it('names the store alone while all blobs and files are there', async () => {
    await run(shout, words('grey'));
    await run(join_, { separator: '-' });
    expect(await probed()).toEqual([expect.stringMatching(/^store /)]);
    expect(await probed()).toEqual(await probed());
  });

  it('tells a new store from the one that was deleted', async () => {
    const before = await probed();
    await rm(join(workspace, 'data'), { recursive: true });
    expect(await probed()).not.toEqual(before);
  });

  it('names a blob and a readable file that somebody deleted; running again brings both back', async () => {
    await run(shout, words('grey'));
    await run(join_, { separator: '-' });
    const store = openStore(join(workspace, 'data', 'store'));
    const file = join(workspace, 'data', 'reports', 'words', 'default', 'text.txt');
    await rm(store.blobPath(sha256('GREY')));
    await rm(file);
    const [, ...missing] = await probed();
    expect(missing).toEqual([`missing ${file}`, `missing ${sha256('GREY')}`].sort());
    await run(shout, words('grey'));
    await run(join_, { separator: '-' });
    expect(await probed()).toHaveLength(1);
  });
});
