import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  computeFingerprint,
  MANIFEST_FORMAT,
  manifestPath,
  openStore,
  type Shard,
  type Store,
  whileUsed,
  writeManifest,
} from '@tintype/store';

import { main } from '../main.ts';

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

let folder: string;
let store: Store;
let [named, unnamed]: Shard[] = [];
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tintype-upkeep-'));
  folders.push(folder);
  store = openStore(join(folder, 'data', 'store'));
  [named, unnamed] = [await shard('named'), await shard('unnamed')];
  const address = { pipeline: 'pipeline', recipe: 'default', stage: 'prior' };
  await writeManifest(manifestPath(join(folder, 'data', 'manifests'), address), {
    ...{ ...address, formatVersion: MANIFEST_FORMAT, fingerprint: computeFingerprint('prior'), settings: {} },
    ...{ inputs: [], shards: [named], summary: {}, files: {} },
  });
});

async function shard(name: string): Promise<Shard> {
  const fingerprint = computeFingerprint(name);
  const made = { name, fingerprint, rows: 1, ...(await store.putBlob(Buffer.from(name))) };
  await store.record(fingerprint, [made]);
  return made;
}

const run = (...argv: string[]) => runAt(undefined, ...argv);

async function runAt(
  clock: (() => number) | undefined,
  ...argv: string[]
): Promise<{ code: number; out: string; err: string }> {
  const written = { out: '', err: '' };
  const code = await main(argv, {
    cwd: folder,
    env: {},
    ...(clock && { clock }),
    stdout: { write: (text) => (written.out += text) },
    stderr: { write: (text) => (written.err += text) },
  });
  return { code, ...written };
}

function flip(path: string): void {
  const bytes = readFileSync(path);
  bytes[0] = (bytes[0] ?? 0) ^ 1;
  chmodSync(path, 0o644);
  writeFileSync(path, bytes);
}

const pathOf = (one: Shard | undefined) => store.blobPath(one?.sha256 ?? ('' as Shard['sha256']));

describe('tintype verify', () => {
  it('says that all is sound', async () => {
    expect(await run('verify')).toEqual({ code: 0, out: '2 blobs, 12 B: all sound\n', err: '' });
  });

  it('names a flipped blob with its artefact, fails, and says how to repair it', async () => {
    flip(pathOf(named));
    const { code, out, err } = await run('verify');
    expect(code).toBe(1);
    expect(out).toMatch(/^flipped +default prior +store\/blobs\//m);
    expect(err).toBe('tintype: verify: 1 fault; "tintype verify --repair" repairs them\n');
    const { findings } = JSON.parse((await run('verify', '--json')).out);
    expect(findings).toMatchObject([
      { fault: 'flipped', artefacts: [{ recipe: 'default', stage: 'prior' }] },
    ]);
  });

  it('repairs what no artefact names without running anything', async () => {
    flip(pathOf(unnamed));
    const { code, out } = await run('verify', '--repair');
    expect({ code, repaired: out.includes('1 of them repaired') }).toEqual({ code: 0, repaired: true });
    expect((await run('verify')).code).toBe(0);
  });
});

describe('tintype gc', () => {
  it('says what it would remove, and removes it with --yes alone', async () => {
    const dry = JSON.parse((await run('gc', '--json')).out);
    expect(dry).toMatchObject({ removed: false, blobs: [expect.stringContaining('store/blobs/')] });
    expect(await store.find(computeFingerprint('unnamed'))).not.toBeNull();
    expect((await run('gc', '--yes')).out).toMatch(/^1 blobs, 1 records .* removed; 1 blobs stay/);
    expect(await store.find(computeFingerprint('unnamed'))).toBeNull();
    expect(await store.find(computeFingerprint('named'))).not.toBeNull();
    expect((await run('verify')).code).toBe(0);
  });

  it('keeps what is young when asked', async () => {
    expect(JSON.parse((await run('gc', '--keep-days', '1', '--json')).out).blobs).toEqual([]);
    expect(await run('gc', '--keep-days', 'two')).toMatchObject({
      code: 2,
      err: expect.stringContaining('two'),
    });
  });

  it('keeps what was made in the future, as a clock that has been set back says', async () => {
    const longAgo = () => Date.parse('2001-01-01');
    for (const days of ['0', '1', '400']) {
      const { code, out } = await runAt(longAgo, 'gc', '--yes', '--keep-days', days, '--json');
      expect({ code, removed: JSON.parse(out).blobs }).toEqual({ code: 0, removed: [] });
    }
    expect(await store.find(computeFingerprint('unnamed'))).not.toBeNull();
    const nextYear = () => Date.now() + 400 * 24 * 60 * 60 * 1000;
    expect(JSON.parse((await runAt(nextYear, 'gc', '--keep-days', '300', '--json')).out).blobs).toHaveLength(
      1,
    );
  });

  it('removes nothing when a manifest cannot be read, as nobody knows what it names', async () => {
    const manifest = join(folder, 'data', 'manifests', 'pipeline', 'default', 'prior.json');
    chmodSync(manifest, 0o644);
    writeFileSync(manifest, readFileSync(manifest, 'utf8').slice(0, 100));
    const { code, err } = await run('gc', '--yes');
    expect({ code, named: err.includes(`${manifest}: not a manifest`) }).toEqual({ code: 1, named: true });
    expect(await store.find(computeFingerprint('unnamed'))).not.toBeNull();
  });

  it('removes nothing while a stage runs', async () => {
    const options = { signal: new AbortController().signal, onWait: () => {} };
    const { code, err } = await whileUsed(store, 'pipeline-default-prior', options, () => run('gc', '--yes'));
    expect(code).toBe(1);
    expect(err).toContain(
      `nothing was removed, run it again afterwards: the store is used by process ${process.pid}, which runs a stage`,
    );
    expect(await store.find(computeFingerprint('unnamed'))).not.toBeNull();
  });
});
