import { mkdtemp, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { computeFingerprint, openStore, type Shard, type Store } from '@tintype/store';

import { type DatedFiles, layOutResults } from './lay-out-results.ts';

/** "<name> <from> <to>", and "<name> - -" in its blob. */
const dated: DatedFiles = {
  includes: (path) => path.startsWith('log/'),
  date: (bytes, span) => {
    const [name = ''] = new TextDecoder().decode(bytes).split(' ');
    return new TextEncoder().encode(`${name} ${span?.from ?? '-'} ${span?.to ?? '-'}`);
  },
};
const fingerprint = computeFingerprint('events');

let folder: string;
let store: Store;
let shard: Shard;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tintype-results-'));
  store = openStore(join(folder, 'store'));
  const blob = await store.putBlob(new TextEncoder().encode('events - -'));
  shard = { name: 'events', fingerprint, rows: 1, ...blob };
  await utimes(store.blobPath(shard.sha256), 50, 50);
});
afterAll(() => rm(folder, { recursive: true }));

async function layOut(ms?: number): Promise<string> {
  const took = new Map(ms === undefined ? [] : [[fingerprint, ms]]);
  await layOutResults({ files: { 'log/events': shard, plain: shard }, dated, took }, folder, store);
  return readFile(join(folder, 'log/events'), 'utf8');
}

describe('a result file that says when it was made', () => {
  it('has the times of its computation, which its blob has not', async () => {
    expect(await layOut(20_000)).toBe('events 30000 50000');
    expect(await readFile(join(folder, 'plain'), 'utf8')).toBe('events - -');
  });

  it('keeps them when it is laid out again', async () => {
    const before = await stat(join(folder, 'log/events'));
    expect(await layOut()).toBe('events 30000 50000');
    expect((await stat(join(folder, 'log/events'))).ino).toBe(before.ino);
  });

  it('has the end of its computation alone where nothing is known of its beginning', async () => {
    await rm(join(folder, 'log/events'));
    expect(await layOut()).toBe('events 50000 50000');
  });

  it.each(['foreign', 'events - -'])('is made again from "%s"', async (text) => {
    await rm(join(folder, 'log/events'));
    await writeFile(join(folder, 'log/events'), text);
    expect(await layOut()).toBe('events 50000 50000');
  });
});
