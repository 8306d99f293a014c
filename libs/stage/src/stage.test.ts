import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Json, manifestPath, openStore, readManifest, sha256 } from '@tintype/store';
import { lastValueFrom, toArray } from 'rxjs';
import { z } from 'zod';

import type { RunEvent } from './events.ts';
import { probe } from './probe/probe.ts';
import { defineStage, type Stage } from './stage.ts';
import {
  joinWords as join_,
  runWords,
  shoutWords as shout,
  WORD_COMPUTATIONS,
  type WordRun,
} from './testing/faults/word-stages.ts';

let workspace: string;
beforeEach(async () => {
  workspace = await mkdtemp(join(tmpdir(), 'tintype-stage-'));
  await writeFile(join(workspace, 'computations.mjs'), WORD_COMPUTATIONS);
});

function run(
  stage: Stage,
  settings: Json,
  overrides: Omit<WordRun, 'workspace'> = {},
): Promise<readonly RunEvent[]> {
  return lastValueFrom(runWords(stage, settings, { workspace, ...overrides }).pipe(toArray()));
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

  it('takes the shards of the last run from its manifest, as long as their records are there', async () => {
    await run(shout, words('grey', 'sky'));
    await calls();
    const { root } = openStore(join(workspace, 'data', 'store'));
    const { shards = [] } = (await readManifest(manifestFile('shout'))) ?? {};
    const records = shards.map(({ fingerprint }) =>
      join(root, 'shards', fingerprint.slice(0, 2), `${fingerprint}.json`),
    );
    for (const record of records) await rm(record).then(() => writeFile(record, 'is not read'));
    await run(shout, words('grey', 'sky'));
    expect(await calls()).toEqual([]);
    await rm(records[0] ?? '');
    await run(shout, words('grey', 'sky'));
    expect(await calls()).toEqual(['grey']);
  });

  it('refuses a stage that keeps a part of what a computation gave', async () => {
    const part = defineStage({
      ...{ name: 'part', version: 1, needs: {}, settings: z.strictObject({}), summary: z.strictObject({}) },
      async run({ shards }) {
        const key = { name: 'twins', compute: 'twins', settings: {}, inputs: [] };
        const [first] = await shards([{ key }]);
        return { shards: first === undefined ? [] : [first], summary: {}, headline: '' };
      },
    });
    await writeFile(
      join(workspace, 'computations.mjs'),
      'export const twins = async () => ["a", "b"].map((name) => ({ name, rows: 1, bytes: Buffer.from(name) }));',
    );
    await expect(run(part, {})).rejects.toThrow(
      'part: expected all 2 shards of the computation that gave a, got 1',
    );
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
