import { chmodSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  computeFingerprint,
  MANIFEST_FORMAT,
  manifestPath,
  openStore,
  type Shard,
  type Store,
  writeManifest,
} from '@tintype/store';

import { main } from '../main.ts';

let shared: string;
let url: string;
let [mine, clone] = ['', ''];
let store: Store;
let named: Shard;
beforeEach(async () => {
  shared = await mkdtemp(join(tmpdir(), 'tintype-shared-'));
  url = pathToFileURL(shared).href;
  [mine, clone] = [await newFolder(), await newFolder()];
  store = openStore(join(mine, 'data', 'store'));
  named = await makeShard('named');
  await makeShard('unnamed');
  await makeManifest(mine, 'prior', [named]);
  await makeManifest(clone, 'ingest', []); // by which its data folder is found
});

function newFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'tintype-cli-remote-'));
}

async function makeShard(name: string): Promise<Shard> {
  const fingerprint = computeFingerprint(name);
  const made = { name, fingerprint, rows: 1, ...(await store.putBlob(Buffer.from(name))) };
  await store.record(fingerprint, [made]);
  return made;
}

async function makeManifest(
  folder: string,
  stage: string,
  shards: readonly Shard[],
  settings: { readonly lambda?: number } = {},
): Promise<void> {
  const address = { pipeline: 'pipeline', recipe: 'forest', stage };
  await writeManifest(manifestPath(join(folder, 'data', 'manifests'), address), {
    ...{ ...address, formatVersion: MANIFEST_FORMAT, fingerprint: computeFingerprint(stage), settings },
    ...{ inputs: [], shards: [...shards], summary: {}, files: {} },
  });
}

async function run(cwd: string, argv: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const written = { out: '', err: '' };
  const code = await main(argv, {
    cwd,
    env: { TINTYPE_REMOTE: url, ...env },
    stdout: { write: (text) => (written.out += text) },
    stderr: { write: (text) => (written.err += text) },
  });
  return { code, ...written };
}

const recipe = ['-c', 'forest'];

/** All objects of the remote, by their keys. */
function objects(): readonly string[] {
  const entries = readdirSync(shared, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return files.map((file) => file.slice(shared.length + 1)).sort();
}

describe('tintype push and pull', () => {
  it('bring a recipe from one store into another: records, blobs and manifests', async () => {
    expect(await run(mine, ['push', ...recipe])).toEqual({
      ...{ code: 0, err: '' },
      out: `forest: 1 stage, 1 computation: 1 blob sent to ${url}, 5 B; 0 were there\n`,
    });
    expect(objects()).toEqual([
      `blobs/${named.sha256.slice(0, 2)}/${named.sha256}`,
      'manifests/pipeline/forest/prior.json',
      `shards/${named.fingerprint.slice(0, 2)}/${named.fingerprint}.json`,
    ]);
    const { code, out } = await run(clone, ['pull', ...recipe]);
    expect({ code, out }).toEqual({
      code: 0,
      out: `forest: 1 computation came from ${url}, 5 B; 0 were here\nartefacts here now: prior\n`,
    });
    expect(await openStore(join(clone, 'data', 'store')).find(named.fingerprint)).toEqual([named]);
    const manifest = (folder: string) =>
      readFileSync(join(folder, 'data/manifests/pipeline/forest/prior.json'), 'utf8');
    expect(manifest(clone)).toBe(manifest(mine));
  });

  it('pass over what is there, and say so to programs', async () => {
    await run(mine, ['push', ...recipe]);
    expect(JSON.parse((await run(mine, ['push', ...recipe, '--json'])).out)).toEqual({
      ...{ pipeline: 'pipeline', recipe: 'forest', remote: url, manifests: 1, records: 1 },
      ...{ blobs: 0, bytes: 0, there: 1 },
    });
    await run(clone, ['pull', ...recipe]);
    expect(JSON.parse((await run(clone, ['pull', ...recipe, '--json'])).out)).toEqual({
      ...{ pipeline: 'pipeline', recipe: 'forest', remote: url, brought: 0, here: 1, bytes: 0 },
      ...{ stages: ['prior'], kept: [], damaged: [], faults: [] },
    });
  });

  it('leave what a run has left alone', async () => {
    await run(mine, ['push', ...recipe]);
    await makeManifest(clone, 'prior', [], { lambda: 0.3 });
    expect((await run(clone, ['pull', ...recipe])).out).toContain('prior: what your own run has left stays');
  });

  it('name what is lost there, and bring no manifest that names it', async () => {
    await run(mine, ['push', ...recipe]);
    rmSync(join(shared, 'blobs'), { recursive: true });
    const { code, err } = await run(clone, ['pull', ...recipe]);
    expect({ code, err }).toEqual({
      code: 1,
      err: expect.stringMatching(
        /^tintype: pull: .*\/blobs\/.*found no such object; a run of forest computes it anew/,
      ),
    });
    expect(readdirSync(join(clone, 'data/manifests/pipeline/forest'))).toEqual(['ingest.json']);
  });

  it.each([
    [['push', '-c', 'coast'], {}, 1, 'push: expected artefacts of the recipe coast, found none'],
    [['pull', '-c', 'coast'], {}, 1, 'pull: expected the recipe coast in file:'],
    [['push'], { TINTYPE_REMOTE: '' }, 2, 'push: expected a remote, got none; set TINTYPE_REMOTE='],
    [['push', ...recipe], { TINTYPE_REMOTE_MODE: 'read' }, 2, 'push: TINTYPE_REMOTE_MODE=read forbids it'],
    [['pull', '--pipeline', 'pipelin'], {}, 2, 'no pipeline "pipelin": did you mean "pipeline"?'],
    [['pull'], { TINTYPE_REMOTE: 'file:///nowhere/at/all' }, 2, 'expected a folder, got none; make it'],
  ])('%j with %j fails', async (argv, env, code, message) => {
    const failed = await run(mine, argv, env);
    expect(failed).toMatchObject({ code, err: expect.stringContaining(message) });
    expect(failed.out).toBe('');
  });

  it('send nothing of a recipe that is not whole here', async () => {
    rmSync(store.blobPath(named.sha256));
    const { code, err } = await run(mine, ['push', ...recipe]);
    expect({ code, err }).toEqual({
      code: 1,
      err: expect.stringContaining('forest prior: expected what its manifest names in the store'),
    });
    expect(objects()).toEqual([]);
  });
});

describe('tintype gc --remote', () => {
  /** Makes all that lies there older than any safety. */
  const age = () => objects().forEach((key) => utimesSync(join(shared, key), 1, 1));
  const send = async () => {
    for (const name of ['named', 'unnamed']) {
      const fingerprint = computeFingerprint(name);
      const shards = (await store.look(fingerprint)) ?? [];
      await openStore(store.root, { url, mode: 'write' }).remote?.send(fingerprint, shards);
    }
    await run(mine, ['push', ...recipe]);
  };

  it('lists what no manifest needs, and removes it with --yes alone', async () => {
    await send();
    age();
    const before = objects();
    const { out } = await run(clone, ['gc', '--remote', '--json']);
    expect(JSON.parse(out)).toMatchObject({
      removed: false,
      remote: url,
      blobs: [expect.stringMatching(/^blobs\//)],
      records: [expect.stringMatching(/^shards\//)],
      kept: { blobs: 1, bytes: 5 },
    });
    expect(objects()).toEqual(before);
    expect((await run(clone, ['gc', '--remote', '--yes'])).out).toMatch(
      /^file:.*: 1 blobs and 1 records, .* removed; 1 blobs stay, 5 B\n$/,
    );
    expect(objects()).toHaveLength(before.length - 2);
    expect((await run(clone, ['pull', ...recipe])).code).toBe(0);
  });

  it('keeps what is young, which a colleague may have computed and not pushed', async () => {
    await send();
    expect(JSON.parse((await run(clone, ['gc', '--remote', '--json'])).out)).toMatchObject({
      blobs: [],
      records: [],
    });
    const all = JSON.parse((await run(clone, ['gc', '--remote', '--keep-days', '0', '--json'])).out);
    expect(all.blobs).toHaveLength(1);
  });

  it('removes nothing where a manifest there cannot be read', async () => {
    await send();
    age();
    const manifest = join(shared, 'manifests/pipeline/forest/prior.json');
    chmodSync(manifest, 0o644);
    writeFileSync(manifest, readFileSync(manifest, 'utf8').slice(0, 100));
    const before = objects();
    const { code, err } = await run(clone, ['gc', '--remote', '--yes']);
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining('prior.json: not a manifest') });
    expect(objects()).toEqual(before);
  });
});

describe('tintype verify --repair', () => {
  it('takes from the remote what is damaged here', async () => {
    await run(mine, ['push', ...recipe]);
    const path = store.blobPath(named.sha256);
    chmodSync(path, 0o644);
    writeFileSync(path, 'maned');
    const { code, out, err } = await run(mine, ['verify', '--repair']);
    expect({ code, err }).toEqual({ code: 0, err: `verify: 1 blob came from ${url}\n` });
    expect(out).toContain('1 of them repaired');
    expect(readFileSync(path, 'utf8')).toBe('named');
    expect(await store.find(named.fingerprint)).toEqual([named]);
  });
});
