import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { beforeEach, describe, expect, it } from '@jest/globals';

import { computeFingerprint, sha256 } from '../fingerprint/fingerprint.ts';
import { manifestPath, readManifest, writeManifest } from '../manifest/manifest.ts';
import { type Manifest, MANIFEST_FORMAT } from '../manifest/manifest-text.ts';
import { isInnerPath, isPlainName } from './safe-name.ts';

describe('isPlainName', () => {
  it.each(['default', 'best-fold-1-of-5', 'article_w5.2', 'Wälder', 'my photos'])('takes %s', (name) => {
    expect(isPlainName(name)).toBe(true);
  });

  it.each(['', '.', '..', '../x', 'a/b', 'a\\b', '-c', '.hidden', 'a\nb', 'a\0', 'x'.repeat(300)])(
    'refuses %j',
    (name) => expect(isPlainName(name)).toBe(false),
  );
});

describe('isInnerPath', () => {
  it.each(['photos', 'train/0110', 'photos/写真.png', 'a..b/c'])('takes %s', (path) => {
    expect(isInnerPath(path)).toBe(true);
  });

  it.each(['', '/etc/passwd', '../x', 'a/../../x', 'a//b', './a', 'a/', '..\\x', 'a\0b'])(
    'refuses %j',
    (path) => expect(isInnerPath(path)).toBe(false),
  );
});

describe('a manifest from elsewhere', () => {
  let file: string;
  beforeEach(async () => {
    file = join(await mkdtemp(join(tmpdir(), 'manifest-')), 'convert.json');
  });

  const shard = {
    name: 'train/0',
    fingerprint: computeFingerprint('x'),
    sha256: sha256('x'),
    bytes: 1,
    rows: 1,
  };
  const manifest: Manifest = {
    formatVersion: MANIFEST_FORMAT,
    ...{ pipeline: 'pipeline', recipe: 'default', stage: 'convert', fingerprint: computeFingerprint('y') },
    ...{ settings: {}, inputs: [], shards: [shard], summary: {}, files: { 'a/b.png': sha256('x') } },
  };

  it.each<readonly [string, object]>([
    ['recipe', { recipe: '../../x' }],
    ['stage', { stage: 'a/b' }],
    ['input', { inputs: [{ stage: '..', content: computeFingerprint('x') }] }],
    ['shard', { shards: [{ ...shard, name: '../../x' }] }],
    ['file', { files: { '/etc/x': sha256('x') } }],
    ['fingerprint', { fingerprint: '../x' }],
    ['digest', { shards: [{ ...shard, sha256: '../../../etc/passwd' }] }],
  ])('is refused where its %s would be a path to somewhere else', async (_, change) => {
    await writeFile(file, JSON.stringify({ ...manifest, ...change }));
    await expect(readManifest(file)).rejects.toThrow(`${file}: not a manifest`);
  });

  it('is read where all names are names', async () => {
    await writeManifest(file, manifest);
    expect(await readManifest(file)).toEqual(manifest);
  });

  it('has no place outside the folder of manifests', () => {
    const address = { pipeline: 'pipeline', recipe: '../x', stage: 'train' };
    expect(() => manifestPath('/data/manifests', address)).toThrow('expected a name of letters');
  });
});
