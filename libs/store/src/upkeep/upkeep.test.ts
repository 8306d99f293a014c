import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { beforeEach, describe, expect, it } from '@jest/globals';

import type { Fingerprint } from '../fingerprint/digest.ts';
import { computeFingerprint, sha256 } from '../fingerprint/fingerprint.ts';
import { listManifests, manifestPath, writeManifest } from '../manifest/manifest.ts';
import { MANIFEST_FORMAT } from '../manifest/manifest-text.ts';
import type { Shard } from '../manifest/shard.ts';
import { openStore, type Store } from '../store.ts';
import { planGarbage, removeGarbage } from './garbage.ts';
import { whileUnused, whileUsed } from './use.ts';
import { repairStore, verifyStore } from './verify.ts';

const signal = new AbortController().signal;
const onWait = () => {};

let store: Store;
let manifests: string;
let prior: Shard;
let old: Shard;
beforeEach(async () => {
  const data = await mkdtemp(join(tmpdir(), 'tintype-upkeep-'));
  store = openStore(join(data, 'store'));
  manifests = join(data, 'manifests');
  prior = await computed('prior');
  old = await computed('prior of an older recipe');
  await artefact('prior', [prior]);
});

async function computed(name: string): Promise<Shard> {
  const fingerprint = computeFingerprint(name);
  const shard = { name, fingerprint, rows: 1, ...(await store.putBlob(new TextEncoder().encode(name))) };
  await store.record(fingerprint, [shard]);
  return shard;
}

async function artefact(stage: string, shards: readonly Shard[]): Promise<void> {
  const address = { pipeline: 'pipeline', recipe: 'default', stage };
  await writeManifest(manifestPath(manifests, address), {
    ...{ ...address, formatVersion: MANIFEST_FORMAT, fingerprint: computeFingerprint(stage), settings: {} },
    ...{ inputs: [], shards: [...shards], summary: {}, files: {} },
  });
}

async function change(path: string, by: (path: string) => Promise<unknown>): Promise<void> {
  await chmod(path, 0o644);
  await by(path);
}

const flip = (path: string) =>
  change(path, async () => {
    const bytes = await readFile(path);
    bytes[2] = (bytes[2] ?? 0) ^ 1;
    await writeFile(path, bytes);
  });

const pathOf = (shard: Shard) => store.blobPath(shard.sha256);
const draftOf = (pid: number) => `.tintype-${pid}-x-x-x-x-0123abcd.tmp`;
const verify = () => verifyStore(store, manifests, signal);
const faults = async () => (await verify()).findings.map(({ fault, path }) => [fault, path]);
const recordPath = (fingerprint: Fingerprint) =>
  join(store.root, 'shards', fingerprint.slice(0, 2), `${fingerprint}.json`);

describe('verifying a store', () => {
  it('finds nothing in a sound one, and counts what it read', async () => {
    await store.putBlob(new TextEncoder().encode('of a killed run'));
    expect(await verify()).toEqual({ blobs: 3, bytes: 5 + 24 + 15, unnamed: 1, findings: [] });
  });

  it('tells a flipped, a truncated, a missing and a foreign blob apart', async () => {
    const [flipped, truncated, missing] = [
      await computed('one'),
      await computed('two'),
      await computed('three'),
    ];
    await flip(pathOf(flipped));
    await change(pathOf(truncated), (path) => truncate(path, 2));
    await rm(pathOf(missing));
    const foreign = [join(store.root, 'blobs', 'notes.txt'), store.blobPath(sha256('something else'))];
    await mkdir(join(store.root, 'blobs', sha256('something else').slice(0, 2)), { recursive: true });
    for (const path of foreign) await writeFile(path, 'not this');
    expect((await faults()).sort()).toEqual(
      [
        ['flipped', pathOf(flipped)],
        ['truncated', pathOf(truncated)],
        ['missing', pathOf(missing)],
        ...foreign.map((path) => ['foreign', path]),
      ].sort(),
    );
  });

  it('names the artefact that a damaged blob belongs to', async () => {
    await flip(pathOf(prior));
    const [finding] = (await verify()).findings;
    expect(finding?.artefacts).toEqual([{ pipeline: 'pipeline', recipe: 'default', stage: 'prior' }]);
  });

  it('finds a damaged record and a damaged manifest, which a run takes for absent or refuses', async () => {
    const manifest = manifestPath(manifests, { pipeline: 'pipeline', recipe: 'default', stage: 'prior' });
    for (const path of [recordPath(old.fingerprint), manifest])
      await change(path, () => writeFile(path, '{"sha'));
    expect(await store.find(old.fingerprint)).toBeNull();
    expect((await verify()).findings).toMatchObject([
      { fault: 'unreadable', path: manifest, artefacts: [{ recipe: 'default', stage: 'prior' }] },
      { fault: 'unreadable', path: recordPath(old.fingerprint) },
    ]);
  });

  it('leaves alone what a living process is writing, and tells of what a dead one left', async () => {
    const folder = join(store.root, 'blobs', prior.sha256.slice(0, 2));
    await writeFile(join(folder, draftOf(process.pid)), 'half');
    const left = join(folder, draftOf(999999999));
    await writeFile(left, 'half');
    expect(await faults()).toEqual([['foreign', left]]);
  });

  it('repairs by removing exactly what is damaged and what leads to it', async () => {
    await flip(pathOf(prior));
    const before = await store.identity();
    const { artefacts: again, brought } = await repairStore(store, (await verify()).findings);
    expect(brought).toBe(0);
    expect(again).toEqual([{ pipeline: 'pipeline', recipe: 'default', stage: 'prior' }]);
    expect(await store.find(prior.fingerprint)).toBeNull();
    expect(await store.find(old.fingerprint)).toEqual([old]);
    expect(await store.identity()).not.toBe(before);
    expect((await verify()).findings.map(({ fault }) => fault)).toEqual(['missing']); // until its stage has run
  });
});

describe('collecting garbage', () => {
  const FAR = Number.MAX_SAFE_INTEGER;
  const plan = async (before = FAR) => planGarbage(store, await listManifests(manifests), { before });

  it('finds what no manifest names, and keeps the rest', async () => {
    expect(await plan()).toMatchObject({
      blobs: [pathOf(old)],
      records: [recordPath(old.fingerprint)],
      kept: { blobs: 1, bytes: prior.bytes },
    });
  });

  it('removes it, and becomes another store, so that nobody counts on what they noted of it', async () => {
    const before = await store.identity();
    await removeGarbage(store, await plan());
    expect(await store.find(old.fingerprint)).toBeNull();
    expect(await store.find(prior.fingerprint)).toEqual([prior]);
    expect(await store.identity()).not.toBe(before);
    expect((await verify()).findings).toEqual([]);
  });

  it('leaves the store as it is when there is nothing to remove', async () => {
    await removeGarbage(store, await plan());
    const before = await store.identity();
    await removeGarbage(store, await plan());
    expect(await store.identity()).toBe(before);
  });

  it('keeps all that a computation gave when a manifest names a part of it', async () => {
    const fingerprint = computeFingerprint('two results');
    const parts = await Promise.all(['a', 'b'].map((text) => store.putBlob(new TextEncoder().encode(text))));
    const shards = parts.map((part, i) => ({ name: `part ${i}`, fingerprint, rows: 1, ...part }));
    await store.record(fingerprint, shards);
    await artefact('train', shards.slice(0, 1));
    await removeGarbage(store, await plan());
    expect(await store.find(fingerprint)).toEqual(shards);
  });

  it('removes a computation of an older recipe though it gave one blob that is still needed', async () => {
    const fingerprint = computeFingerprint('another lambda');
    const own = await store.putBlob(new TextEncoder().encode('other weights'));
    const shards = [
      { ...prior, fingerprint },
      { name: 'weights', fingerprint, rows: 1, ...own },
    ];
    await store.record(fingerprint, shards);
    await removeGarbage(store, await plan());
    expect(await store.find(fingerprint)).toBeNull();
    expect(await store.find(prior.fingerprint)).toEqual([prior]);
  });

  it('keeps what is younger than asked', async () => {
    const { mtimeMs } = await stat(pathOf(old));
    expect((await plan(mtimeMs - 1000)).blobs).toEqual([]);
    const then = new Date(mtimeMs - 5000);
    for (const path of [pathOf(old), recordPath(old.fingerprint)]) await utimes(path, then, then);
    expect((await plan(mtimeMs - 1000)).blobs).toEqual([pathOf(old)]);
  });

  it('keeps an unfinished training and what it reads; of one that has ended the checkpoints go', async () => {
    const unfinished = computeFingerprint('a training');
    await store.keepCheckpointInputs(unfinished, [old.sha256]);
    await store.keepCheckpointInputs(prior.fingerprint, []);
    const garbage = await plan();
    expect(garbage).toMatchObject({
      blobs: [],
      records: [],
      checkpoints: [store.checkpointFolder(prior.fingerprint)],
    });
    await removeGarbage(store, garbage);
    expect(await readdir(store.checkpointFolder(unfinished))).toEqual(['inputs.json']);
  });

  it('removes nothing when nobody can tell what an unfinished training reads', async () => {
    const unfinished = computeFingerprint('a training');
    await store.keepCheckpointInputs(unfinished, [old.sha256]);
    const list = join(store.checkpointFolder(unfinished), 'inputs.json');
    await change(list, () => writeFile(list, '["'));
    await expect(plan()).rejects.toThrow(`${list}: expected the list of what an unfinished training reads`);
  });

  it('keeps what a manifest lays out for people', async () => {
    const address = { pipeline: 'pipeline', recipe: 'default', stage: 'evaluate' };
    await writeManifest(manifestPath(manifests, address), {
      ...{
        ...address,
        formatVersion: MANIFEST_FORMAT,
        fingerprint: computeFingerprint('evaluate'),
        settings: {},
      },
      ...{ inputs: [], shards: [], summary: {}, files: { 'report.html': old.sha256 } },
    });
    await removeGarbage(store, await plan());
    expect(await store.hasBlob(old.sha256, old.bytes)).toBe(true);
  });

  it('sweeps up what killed processes were writing', async () => {
    const left = join(dirname(pathOf(prior)), draftOf(999999999));
    await writeFile(left, 'half');
    expect((await plan()).blobs).toContain(left);
  });

  it('does nothing while a process runs a stage, and says which', async () => {
    const outcome = await whileUsed(store, 'pipeline-default-prior', { signal, onWait }, () =>
      whileUnused(store, { signal, onWait }, async () => 'cleaned'),
    );
    expect(outcome).toMatchObject({ users: [{ pid: process.pid, elsewhere: null }] });
    expect(await whileUnused(store, { signal, onWait }, async () => 'cleaned')).toEqual({ done: 'cleaned' });
  });

  it('does nothing while a stage may run where nobody here can look', async () => {
    const lock = join(store.root, 'locks', 'pipeline-default-train');
    await mkdir(join(store.root, 'locks'), { recursive: true });
    await writeFile(lock, '12 0b5c 3456 another-start pid:[1] darkroom');
    const outcome = await whileUnused(store, { signal, onWait }, async () => 'cleaned');
    expect(outcome).toEqual({ users: [{ pid: 12, elsewhere: 'host darkroom', file: lock }] });
  });

  it('makes a stage that begins meanwhile wait', async () => {
    const order: string[] = [];
    let stage = Promise.resolve();
    await whileUnused(store, { signal, onWait }, async () => {
      await new Promise((waiting) => {
        stage = whileUsed(store, 'pipeline-default-prior', { signal, onWait: waiting }, async () => {
          order.push('stage');
        });
      });
      order.push('cleaned');
    });
    await stage;
    expect(order).toEqual(['cleaned', 'stage']);
  });
});
