import { chmod, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  computeFingerprint,
  type Digest,
  MANIFEST_FORMAT,
  manifestPath,
  openStore,
  type Store,
  writeManifest,
} from '@tintype/store';

import { noteProbe, renewNote } from './probe.ts';

let data: string;
let store: Store;
let blob: Digest;
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'tintype-probe-'));
  store = openStore(join(data, 'store'));
  blob = (await store.putBlob(new TextEncoder().encode('image'))).sha256;
  const address = { pipeline: 'pipeline', recipe: 'tiny', stage: 'convert' };
  const fingerprint = computeFingerprint('test');
  await writeManifest(manifestPath(join(data, 'manifests'), address), {
    ...{ formatVersion: MANIFEST_FORMAT, ...address, fingerprint, settings: {}, inputs: [] },
    ...{ shards: [{ name: 'all', fingerprint, sha256: blob, bytes: 5, rows: 1 }], summary: {}, files: {} },
  });
});

const note = () => readFile(join(data, 'store/probe.txt'), 'utf8');

async function remove(): Promise<void> {
  await chmod(store.blobPath(blob), 0o644);
  await rm(store.blobPath(blob));
}

describe('the note of what is in the store', () => {
  it('names the store and what its manifests miss', async () => {
    const [name = ''] = await noteProbe(data);
    expect(name).toBe(`store ${await store.identity()}`);
    expect(await note()).toBe(`${name}\n`);
    await remove();
    expect(await noteProbe(data)).toEqual([name, `missing ${blob}`]);
    expect(await note()).toBe(`${name}\nmissing ${blob}\n`);
  });

  it('is renewed when what was missing is there again, and left alone while nothing was', async () => {
    await remove();
    await noteProbe(data);
    await store.putBlob(new TextEncoder().encode('image'));
    await renewNote(data);
    expect(await note()).toBe(`store ${await store.identity()}\n`);
    const { ino } = await stat(join(data, 'store/probe.txt'));
    await remove();
    await renewNote(data);
    await store.putBlob(new TextEncoder().encode('image'));
    await noteProbe(data);
    expect((await stat(join(data, 'store/probe.txt'))).ino).toBe(ino);
  });
});
