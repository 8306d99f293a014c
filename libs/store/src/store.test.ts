import { chmod, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { beforeEach, describe, expect, it } from '@jest/globals';

import { canonicalJson, type Json } from './fingerprint/canonical-json.ts';
import { computeFingerprint, sha256 } from './fingerprint/fingerprint.ts';
import {
  digestContent,
  listManifests,
  manifestPath,
  readManifest,
  writeManifest,
} from './manifest/manifest.ts';
import type { Manifest } from './manifest/manifest-text.ts';
import { publish, publishWritten } from './publish/publish.ts';
import { openStore } from './store.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tintype-store-'));
});

describe('canonical JSON', () => {
  it('spells two objects with the same members alike, whatever their order', () => {
    expect(canonicalJson({ b: 1, a: [{ d: 1, c: 2 }] })).toBe(canonicalJson({ a: [{ c: 2, d: 1 }], b: 1 }));
  });

  it('leaves out undefined members and keeps the order of lists', () => {
    expect(canonicalJson({ a: undefined, b: [2, 1] })).toBe('{"b":[2,1]}');
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('refuses %p, which JSON would turn into null', (value) => {
    expect(() => computeFingerprint({ settings: { lambda: value } })).toThrow(/finite number at "lambda"/);
  });
});

describe.each([
  ['bytes', publish],
  [
    'what another library writes',
    (file: string, text: string) => publishWritten(file, (temporary) => writeFile(temporary, text)),
  ],
])('publishing %s', (_, publishText) => {
  it('shows a file whole and read-only, and leaves no temporary file', async () => {
    const file = join(folder, 'deep', 'file');
    await publishText(file, 'text');
    expect(await readFile(file, 'utf8')).toBe('text');
    expect(await readdir(join(folder, 'deep'))).toEqual(['file']);
    expect((await stat(file)).mode & 0o222).toBe(0);
  });

  it('leaves the old file and no temporary one when it fails', async () => {
    await publishText(join(folder, 'taken', 'inside'), 'text');
    await expect(publishText(join(folder, 'taken'), 'text')).rejects.toThrow(/cannot write .*taken/);
    expect(await readdir(folder)).toEqual(['taken']);
  });
});

describe('a store', () => {
  it('gives back what was recorded under a fingerprint', async () => {
    const store = openStore(folder);
    const fingerprint = computeFingerprint('a computation');
    const shards = [{ name: 'train/0', fingerprint, rows: 2, ...(await store.putBlob(bytesOf('blob'))) }];
    await store.record(fingerprint, shards);
    expect(await openStore(folder).find(fingerprint)).toEqual(shards);
    expect(String(await store.readBlob(sha256('blob')))).toBe('blob');
  });

  it('does not find a computation whose blob is gone or cut short', async () => {
    const store = openStore(folder);
    const fingerprint = computeFingerprint('a computation');
    const blob = await store.putBlob(bytesOf('blob'));
    await store.record(fingerprint, [{ name: 'train/0', fingerprint, rows: 2, ...blob }]);
    await chmod(store.blobPath(blob.sha256), 0o644);
    await truncate(store.blobPath(blob.sha256), 2);
    expect(await store.find(fingerprint)).toBeNull();
  });

  it('reads no blob whose bytes have changed or are gone, and says how to repair it', async () => {
    const store = openStore(folder);
    const { sha256: digest } = await store.putBlob(bytesOf('blob'));
    const path = store.blobPath(digest);
    await chmod(path, 0o644);
    await writeFile(path, 'blot');
    const damaged = `${path}: expected a blob with the sha256 ${digest}, found ${sha256('blot')}; run "npx tintype verify --repair"`;
    await expect(store.readBlob(digest)).rejects.toThrow(damaged);
    await expect(store.checkBlob(digest)).rejects.toThrow(damaged);
    await rm(path);
    await expect(store.readBlob(digest)).rejects.toThrow(
      `${path}: expected a blob, found none; run "npx tintype`,
    );
    await expect(store.checkBlob(digest)).rejects.toThrow(`${path}: expected a blob, found none`);
  });

  it('takes a damaged record for none', async () => {
    const store = openStore(folder);
    const fingerprint = computeFingerprint('a computation');
    const shards = [{ name: 'train/0', fingerprint, rows: 2, ...(await store.putBlob(bytesOf('blob'))) }];
    await store.record(fingerprint, shards);
    const record = join(folder, 'shards', fingerprint.slice(0, 2), `${fingerprint}.json`);
    const text = await readFile(record, 'utf8');
    await chmod(record, 0o644);
    const changed = [
      [/"sha256": "./, '"sha256": "x'],
      ['"rows": 2', '"rows": 3'],
    ] as const;
    const damages = ['', text.slice(0, 40), '[]', ...changed.map(([was, is]) => text.replace(was, is))];
    for (const damaged of damages) {
      await writeFile(record, damaged);
      expect(await store.find(fingerprint)).toBeNull();
    }
    await store.record(fingerprint, shards);
    expect(await store.find(fingerprint)).toEqual(shards);
  });

  it('writes a blob once', async () => {
    const store = openStore(folder);
    const { sha256: digest } = await store.putBlob(bytesOf('blob'));
    const before = await stat(store.blobPath(digest));
    await store.putBlob(bytesOf('blob'));
    expect((await stat(store.blobPath(digest))).ino).toBe(before.ino);
  });
});

const manifest: Manifest = {
  formatVersion: 1,
  pipeline: 'pipeline',
  recipe: 'default',
  stage: 'prior',
  fingerprint: computeFingerprint('prior'),
  settings: { lambda: 0.5 },
  inputs: [],
  shards: [],
  summary: { bins: 104 },
  files: {},
};

describe('manifests', () => {
  it('are written once and read back the same', async () => {
    const file = manifestPath(folder, manifest);
    expect(await writeManifest(file, manifest)).toBe(true);
    expect(await writeManifest(file, manifest)).toBe(false);
    expect(await readManifest(file)).toEqual(manifest);
    expect(await listManifests(folder)).toEqual([manifest]);
  });

  it('are null where there is none', async () => {
    expect(await readManifest(join(folder, 'none.json'))).toBeNull();
    expect(await listManifests(join(folder, 'none'))).toEqual([]);
  });

  it('of a newer format are refused with the remedy', async () => {
    const file = join(folder, 'new.json');
    await writeFile(file, JSON.stringify({ ...manifest, formatVersion: 99 }));
    await expect(readManifest(file)).rejects.toThrow(/expected at most 1, got 99; a newer Tintype wrote it/);
  });

  it('of an older format count as absent, so that their stages run again', async () => {
    const file = join(folder, 'old.json');
    await writeFile(file, JSON.stringify({ formatVersion: 0, pipeline: 'pipeline', blobs: [] }));
    expect(await readManifest(file)).toBeNull();
    expect(await listManifests(folder)).toEqual([]);
    expect(await writeManifest(file, manifest)).toBe(true);
  });

  it('in which anything has changed since they were written are refused, a figure too', async () => {
    const file = join(folder, 'flipped.json');
    await writeManifest(file, manifest);
    const text = await readFile(file, 'utf8');
    await chmod(file, 0o644);
    for (const [was, is] of [
      ['104', '105'],
      ['"lambda"', '"lambdb"'],
      ['{\n', '{\n\n'],
    ] as const) {
      await writeFile(file, text.replace(was, is));
      await expect(readManifest(file)).rejects.toThrow(
        /flipped\.json: not a manifest: expected the sha256 [0-9a-f]{64} that it states, found .*; delete it and run/,
      );
    }
    await writeFile(file, text);
    expect(await readManifest(file)).toEqual(manifest);
  });

  it('without a seal count as absent', async () => {
    const file = join(folder, 'early.json');
    await writeFile(file, JSON.stringify(manifest));
    expect(await readManifest(file)).toBeNull();
  });

  it('say where a file is not one', async () => {
    const file = join(folder, 'odd.json');
    await writeFile(file, JSON.stringify({ ...manifest, shards: 'none' } as Json));
    await expect(readManifest(file)).rejects.toThrow(/odd\.json: not a manifest: .*shards/s);
  });

  it('have equal content when their shards have equal bytes, whoever computed them', () => {
    const shard = { name: 'all', fingerprint: computeFingerprint(1), sha256: sha256('x'), bytes: 1, rows: 1 };
    const other = { ...shard, fingerprint: computeFingerprint(2) };
    expect(digestContent([shard], {})).toBe(digestContent([other], {}));
    expect(digestContent([shard], {})).not.toBe(digestContent([{ ...shard, sha256: sha256('y') }], {}));
  });
});
