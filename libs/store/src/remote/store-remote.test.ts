import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { computeFingerprint, sha256 } from '../fingerprint/fingerprint.ts';
import type { Shard } from '../manifest/shard.ts';
import { openStore, type Store } from '../store.ts';
import { BUCKET, findS3Server, S3_KEYS, type S3Server, startS3Server } from '../testing/index.ts';
import type { RemoteAddress } from './remote-address.ts';
import type { RemoteFault } from './remote-fault.ts';

const program = findS3Server();
let server: S3Server | null = null;
beforeAll(async () => {
  server = program === null ? null : await startS3Server(program);
  Object.assign(process.env, S3_KEYS, { AWS_ENDPOINT_URL_S3: server?.endpoint, AWS_MAX_ATTEMPTS: '2' });
});
afterAll(() => server?.close());

/** A remote of its own, and the folder in which its objects lie as files. */
interface Place {
  readonly url: string;
  readonly folder: string;
}

let prefixes = 0;
const places: readonly (readonly [string, () => Promise<Place>])[] = [
  [
    'file',
    async () => {
      const folder = await mkdtemp(join(tmpdir(), 'tintype-shared-'));
      return { url: pathToFileURL(folder).href, folder };
    },
  ],
  ...(program === null
    ? []
    : [
        [
          's3',
          async () => {
            const prefix = `team-${(prefixes += 1)}`;
            return { url: `s3://${BUCKET}/${prefix}`, folder: join(server?.folder ?? '', prefix) };
          },
        ] as const,
      ]),
];

const fingerprint = computeFingerprint('a computation');

async function newStore(url: string, mode: RemoteAddress['mode'] = 'write'): Promise<Store> {
  return openStore(await mkdtemp(join(tmpdir(), 'tintype-store-')), { url, mode });
}

async function make(store: Store, ...texts: readonly string[]): Promise<readonly Shard[]> {
  const shards = await Promise.all(
    texts.map(async (text) => {
      const blob = await store.putBlob(Buffer.from(text));
      return { name: text.slice(0, 5), fingerprint, rows: 1, ...blob };
    }),
  );
  await store.record(fingerprint, shards);
  return shards;
}

async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** Writes over an object as somebody who can write there. */
async function forge(folder: string, text: string, change: (text: string) => string): Promise<void> {
  for (const file of await filesIn(folder)) {
    const was = await readFile(file, 'utf8');
    if (!was.includes(text)) continue;
    await chmod(file, 0o644);
    await writeFile(file, change(was));
  }
}

describe.each(places)('a store in front of %s://', (_, open) => {
  let place: Place;
  let [mine, colleague]: Store[] = [];
  const first = () => mine as Store;
  const second = () => colleague as Store;
  beforeEach(async () => {
    place = await open();
    [mine, colleague] = [await newStore(place.url), await newStore(place.url)];
  });

  async function faultsOf(store: Store): Promise<readonly RemoteFault[]> {
    const faults: RemoteFault[] = [];
    const onFault = (fault: RemoteFault) => void faults.push(fault);
    const shards = (await store.remote?.look(fingerprint, { onFault })) ?? null;
    if (shards !== null) expect(await store.remote?.bring(fingerprint, shards, { onFault })).toBe(false);
    return faults;
  }

  it('finds what a colleague has made, and has it from then on', async () => {
    const shards = await make(first(), 'lightness', 'colours');
    expect(await second().look(fingerprint)).toBeNull();
    expect(await second().find(fingerprint)).toEqual(shards);
    expect(await openStore(second().root).find(fingerprint)).toEqual(shards);
    expect(String(await openStore(second().root).readBlob(sha256('colours')))).toBe('colours');
  });

  it('finds nothing that nobody has made', async () => {
    expect(await second().find(fingerprint)).toBeNull();
    expect(await filesIn(second().root)).toEqual([]);
  });

  it('only reads in mode read', async () => {
    const reader = await newStore(place.url, 'read');
    await make(reader, 'lightness');
    expect(await filesIn(place.folder)).toEqual([]);
    expect(await reader.remote?.sendUnsent()).toBe(0);
    const shards = await make(first(), 'lightness');
    const other = await newStore(place.url, 'read');
    expect(await other.find(fingerprint)).toEqual(shards);
  });

  it('brings back a blob that is gone here, and says where it is gone everywhere', async () => {
    const [shard] = await make(first(), 'lightness');
    const path = first().blobPath(shard?.sha256 ?? sha256(''));
    await rm(path);
    expect(String(await first().readBlob(sha256('lightness')))).toBe('lightness');
    await rm(path);
    await first().checkBlob(sha256('lightness'));
    expect(await first().look(fingerprint)).not.toBeNull();
    await expect(first().readBlob(sha256('nothing'))).rejects.toThrow(
      /expected a blob, found none, nor in the remote: .*no such object; run "npx tintype verify --repair"/,
    );
  });

  it('names a blob that is lost there, and keeps nothing of it', async () => {
    await make(first(), 'lightness');
    for (const file of await filesIn(join(place.folder, 'blobs'))) await rm(file);
    const digest = sha256('lightness');
    expect(await faultsOf(second())).toEqual([
      {
        object: `${place.url}/blobs/${digest.slice(0, 2)}/${digest}`,
        expected: `9 bytes with the sha256 ${digest}`,
        found: 'no such object',
      },
    ]);
    expect(await second().find(fingerprint)).toBeNull();
    expect(await filesIn(second().root)).toEqual([]);
  });

  it.each([
    ['other bytes', 'darkness!', `9 bytes with the sha256 ${sha256('darkness!')}`],
    ['fewer bytes', 'light', '5 bytes'],
  ])('names a blob with %s there, and writes it anew', async (_what, forged, found) => {
    const shards = await make(first(), 'lightness');
    await forge(join(place.folder, 'blobs'), 'lightness', () => forged);
    expect(await faultsOf(second())).toMatchObject([{ found }]);
    expect(await filesIn(second().root)).toEqual([]);
    await first().remote?.send(fingerprint, shards, { replace: true });
    expect(await second().find(fingerprint)).toEqual(shards);
  });

  it.each([
    ['a figure', (text: string) => text.replace('"rows": 1', '"rows": 2'), 'other bytes'],
    ['no JSON', () => '{', 'other bytes'],
  ])('names a record in which %s has changed', async (_what, change, found) => {
    await make(first(), 'lightness');
    await forge(join(place.folder, 'shards'), 'rows', change);
    expect(await faultsOf(second())).toMatchObject([
      { object: expect.stringContaining(`/shards/${fingerprint.slice(0, 2)}/`), found },
    ]);
  });

  it('takes the record of another computation for none', async () => {
    await make(first(), 'lightness');
    const other = computeFingerprint('another');
    const [record = ''] = await filesIn(join(place.folder, 'shards'));
    const moved = join(place.folder, 'shards', other.slice(0, 2), `${other}.json`);
    const { openFileRemote } = await import('./file-remote.ts');
    const root = place.url.startsWith('file:') ? fileURLToPath(place.url) : place.folder;
    const key = moved.slice(place.folder.length + 1);
    await openFileRemote('file:///', root).write(key, await readFile(record));
    const faults: RemoteFault[] = [];
    expect(await second().remote?.look(other, { onFault: (fault) => void faults.push(fault) })).toBeNull();
    expect(faults).toMatchObject([{ found: 'the record of another one' }]);
  });
});
