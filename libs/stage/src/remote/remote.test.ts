import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Json, openStore, type RemoteAddress, sha256 } from '@tintype/store';
import { lastValueFrom, toArray } from 'rxjs';

import { describeEnd } from '../console/told-words.ts';
import type { RunEvent } from '../events.ts';
import { definePipeline } from '../pipeline.ts';
import { planRecipe } from '../plan/plan-recipe.ts';
import { probe } from '../probe/probe.ts';
import type { Stage } from '../stage.ts';
import { joinWords, runWords, shoutWords, WORD_COMPUTATIONS } from '../testing/faults/word-stages.ts';

let shared: string;
let remote: RemoteAddress;
let [mine, clone] = ['', ''];
beforeEach(async () => {
  shared = await mkdtemp(join(tmpdir(), 'tintype-shared-'));
  remote = { url: pathToFileURL(shared).href, mode: 'write' };
  [mine, clone] = [await newWorkspace(), await newWorkspace()];
});

async function newWorkspace(): Promise<string> {
  const workspace = await mkdtemp(join(tmpdir(), 'tintype-stage-'));
  await writeFile(join(workspace, 'computations.mjs'), WORD_COMPUTATIONS);
  await mkdir(join(workspace, 'recipes'));
  await writeFile(join(workspace, 'recipes', 'default.json'), JSON.stringify(SECTIONS));
  return workspace;
}

const SECTIONS = { shout: { words: ['grey', 'sky'], loudness: 1 }, join: { separator: '-' } };

function run(
  workspace: string,
  stage: Stage,
  settings: Json,
  address = remote,
): Promise<readonly RunEvent[]> {
  return lastValueFrom(runWords(stage, settings, { workspace, remote: address }).pipe(toArray()));
}

/** Both stages; what they told. */
async function runAll(workspace: string, address = remote): Promise<readonly RunEvent[]> {
  const shouted = await run(workspace, shoutWords, SECTIONS.shout, address);
  return [...shouted, ...(await run(workspace, joinWords, SECTIONS.join, address))];
}

/** The names of the shards that were computed in a workspace. */
async function computed(workspace: string): Promise<readonly string[]> {
  const text = await readFile(join(workspace, 'calls.log'), 'utf8').catch(() => '');
  return text.split('\n').filter((line) => line !== '');
}

async function manifestsIn(workspace: string): Promise<readonly string[]> {
  const folder = join(workspace, 'data', 'manifests', 'words', 'default');
  return Promise.all(['shout', 'join'].map((stage) => readFile(join(folder, `${stage}.json`), 'utf8')));
}

const notes = (events: readonly RunEvent[]) =>
  events.flatMap((event) => (event.type === 'note' ? [event.text] : []));
const ends = (events: readonly RunEvent[]) =>
  events.flatMap((event) => (event.type === 'stage-done' ? [event] : []));

async function objectOf(text: string): Promise<string> {
  const digest = sha256(text);
  return join(shared, 'blobs', digest.slice(0, 2), digest);
}

describe('a fresh clone with a remote', () => {
  it('brings what a colleague has computed, and ends with the same manifests', async () => {
    await runAll(mine);
    const events = await runAll(clone);
    expect(await computed(clone)).toEqual([]);
    expect(await manifestsIn(clone)).toEqual(await manifestsIn(mine));
    expect(ends(events)).toMatchObject([
      { shards: 2, reused: 2, fetched: { from: remote.url, shards: 2, bytes: 7 } },
      { shards: 1, reused: 1, fetched: { from: remote.url, shards: 1, bytes: 8 } },
    ]);
    const [first] = ends(events);
    expect(first && describeEnd(first)).toBe(
      `2 words · 2 of 2 shards reused · 2 from ${remote.url}, 7 B · 0.0 s`,
    );
    expect(await readFile(join(clone, 'data/reports/words/default/text.txt'), 'utf8')).toBe('GREY-SKY');
  });

  it('tells how much has come, from nothing to all', async () => {
    await run(mine, shoutWords, SECTIONS.shout);
    const events = await run(clone, shoutWords, SECTIONS.shout);
    const told = events.flatMap((event) => (event.type === 'fetch' ? [event] : []));
    expect(told[0]).toMatchObject({ done: { shards: 0, bytes: 0 }, total: { shards: 2, bytes: 7 } });
    expect(told.at(-1)).toMatchObject({ done: { shards: 2, bytes: 7 }, total: { shards: 2, bytes: 7 } });
  });

  it('does not look done because the remote has all of it', async () => {
    await runAll(mine);
    await runAll(clone);
    await rm(openStore(join(clone, 'data/store')).blobPath(sha256('SKY')));
    expect(await probe(join(clone, 'data'))).toContain(`missing ${sha256('SKY')}`);
    await runAll(clone);
    expect(await probe(join(clone, 'data'))).not.toContain(`missing ${sha256('SKY')}`);
    expect(await computed(clone)).toEqual([]);
  });

  it('computes what the remote lacks, and sends it there', async () => {
    await run(mine, shoutWords, SECTIONS.shout);
    await runAll(clone);
    expect(await computed(clone)).toEqual(['text']);
    expect(await readFile(await objectOf('GREY-SKY'), 'utf8')).toBe('GREY-SKY');
  });

  it('sends nothing in mode read', async () => {
    await run(mine, shoutWords, SECTIONS.shout);
    const before = (await readdir(shared, { recursive: true })).sort();
    await runAll(clone, { ...remote, mode: 'read' });
    expect((await readdir(shared, { recursive: true })).sort()).toEqual(before);
  });
});

describe('a damaged remote', () => {
  it.each([
    ['lost', (file: string) => rm(file), 'no such object'],
    [
      'forged',
      async (file: string) => {
        await chmod(file, 0o644);
        await writeFile(file, 'SEA');
      },
      `3 bytes with the sha256 ${sha256('SEA')}`,
    ],
  ])('is told of a blob that is %s; it is computed anew and mended', async (_what, damage, found) => {
    await runAll(mine);
    await damage(await objectOf('SKY'));
    const events = await runAll(clone);
    expect(notes(events)).toEqual([
      expect.stringMatching(
        new RegExp(
          `^${remote.url}/blobs/.*expected 3 bytes with .*, found ${found}; it does not count, and is computed anew$`,
        ),
      ),
    ]);
    expect(await computed(clone)).toEqual(['sky']);
    expect(ends(events)[0]).toMatchObject({ shards: 2, reused: 1, fetched: { shards: 1, bytes: 4 } });
    expect(await readFile(await objectOf('SKY'), 'utf8')).toBe('SKY');
    expect(await manifestsIn(clone)).toEqual(await manifestsIn(mine));
  });

  it('stays as it is in mode read', async () => {
    await runAll(mine);
    await rm(await objectOf('SKY'));
    await runAll(clone, { ...remote, mode: 'read' });
    await expect(readFile(await objectOf('SKY'))).rejects.toThrow('ENOENT');
    expect(await manifestsIn(clone)).toEqual(await manifestsIn(mine));
  });

  it('that is not there ends the run before it begins', async () => {
    const gone = { url: `${remote.url}/gone`, mode: 'write' } as const;
    await expect(runAll(clone, gone)).rejects.toThrow(`${gone.url}: expected a folder, got none; make it`);
    expect(await computed(clone)).toEqual([]);
  });
});

describe('what could not be sent', () => {
  it('is sent by the next run', async () => {
    await writeFile(join(shared, 'blobs'), 'a file where a folder should be');
    const sky = { words: ['sky'], loudness: 1 };
    await expect(run(mine, shoutWords, sky)).rejects.toThrow(
      /^shard sky \(shout\): cannot be sent: .*What was computed is kept here: run again to send it/,
    );
    await rm(join(shared, 'blobs'));
    const events = await run(mine, shoutWords, sky);
    expect(notes(events)).toEqual([`sent 1 shard of earlier runs to ${remote.url}`]);
    expect(await computed(mine)).toEqual(['sky']);
    await run(clone, shoutWords, sky);
    expect(await computed(clone)).toEqual([]);
  });
});

describe('a plan', () => {
  const plan = (workspace: string) =>
    planRecipe(definePipeline('words', joinWords), 'default', {
      ...{ workspace, recipes: join(workspace, 'recipes'), remote, threads: 1 },
      signal: new AbortController().signal,
      codeDigest: () => sha256('code'),
    });

  it('says what would come from the remote, and brings nothing', async () => {
    await runAll(mine);
    expect(await plan(clone)).toMatchObject([
      { stage: 'shout', state: 'missing', shards: 2, missing: [], coming: { shards: 2, bytes: 7 } },
      { stage: 'join', state: 'missing', shards: 1, missing: [], coming: { shards: 1, bytes: 8 } },
    ]);
    expect(await readdir(clone)).not.toContain('data');
  });

  it('tells apart what is here, what is there and what is nowhere', async () => {
    await run(mine, shoutWords, { words: ['sky'], loudness: 1 });
    const [shout] = await plan(clone);
    expect(shout).toMatchObject({ shards: 2, missing: ['grey'], coming: { shards: 1, bytes: 3 } });
    await runAll(mine);
    const [all] = await plan(mine);
    expect(all).toMatchObject({ state: 'fresh', missing: [] });
    expect(all).not.toHaveProperty('coming');
  });
});
