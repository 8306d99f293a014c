import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { computeFingerprint, sha256 } from '../../fingerprint/fingerprint.ts';
import type { Shard } from '../../manifest/shard.ts';
import { openStore, type Store } from '../../store.ts';
import {
  type Asked,
  BUCKET,
  type FaultyProxy,
  findS3Server,
  type ProxyFault,
  S3_KEYS,
  type S3Server,
  startFaultyProxy,
  startS3Server,
} from '../../testing/index.ts';
import type { RemoteFault } from '../remote-fault.ts';

const program = findS3Server();
let server: S3Server;
let proxy: FaultyProxy;
beforeAll(async () => {
  if (program === null) return;
  server = await startS3Server(program);
  proxy = await startFaultyProxy(server.endpoint);
  Object.assign(process.env, S3_KEYS, { AWS_ENDPOINT_URL_S3: proxy.endpoint, AWS_MAX_ATTEMPTS: '2' });
});
afterAll(async () => {
  if (program === null) return;
  await proxy.close();
  await server.close();
});

const fingerprint = computeFingerprint('a computation');
const TEXT = 'lightness '.repeat(1000);

let url: string;
let prefix: string;
let count = 0;
let [mine, colleague]: Store[] = [];
beforeEach(async () => {
  proxy?.inject(() => null);
  prefix = `team-${(count += 1)}`;
  url = `s3://${BUCKET}/${prefix}`;
  [mine, colleague] = [await newStore(), await newStore()];
});

async function newStore(): Promise<Store> {
  return openStore(await mkdtemp(join(tmpdir(), 'tintype-store-')), { url, mode: 'write' });
}

async function make(store = mine as Store): Promise<readonly Shard[]> {
  const shards = [{ name: 'all', fingerprint, rows: 1, ...(await store.putBlob(Buffer.from(TEXT))) }];
  await store.record(fingerprint, shards);
  return shards;
}

async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** Every blob below a folder is the one that its name says, and nothing else lies there but records. */
async function expectWhole(folder: string): Promise<void> {
  for (const file of await filesIn(folder)) {
    if (/\/(unsent|shards)\//.test(file)) continue;
    expect(sha256(await readFile(file))).toBe(basename(file));
  }
}

/** Lets requests go wrong that `concerns`: the first `times` of them. */
function inject(fault: ProxyFault, concerns: (asked: Asked) => boolean, times = Infinity): void {
  let left = times;
  proxy.inject((asked) => (concerns(asked) && left-- > 0 ? fault : null));
}

const gets = ({ method, path }: Asked) => method === 'GET' && path.includes('/blobs/');
const puts = ({ method, path }: Asked) => method === 'PUT' && path.includes('/blobs/');
const putsRecord = ({ method, path }: Asked) => method === 'PUT' && path.includes('/shards/');

async function bring(): Promise<{ readonly isSound: boolean; readonly faults: readonly RemoteFault[] }> {
  const faults: RemoteFault[] = [];
  const remote = colleague?.remote;
  const shards = (await remote?.look(fingerprint)) ?? [];
  const onFault = (fault: RemoteFault) => void faults.push(fault);
  return { isSound: (await remote?.bring(fingerprint, shards, { onFault })) ?? false, faults };
}

/** Where there is no server they are skipped, and say so. */
const describeWithServer = program === null ? describe.skip : describe;

describeWithServer('reading', () => {
  it.each<ProxyFault>(['cut', 'half', 'short', 'wrong', 'slow-down'])(
    'goes on after an answer that was %s',
    async (fault) => {
      await make();
      inject(fault, gets, 1);
      expect(await bring()).toEqual({ isSound: true, faults: [] });
      await expectWhole(colleague?.root ?? '');
      expect(String(await colleague?.readBlob(sha256(TEXT)))).toBe(TEXT);
    },
  );

  it.each<[ProxyFault, RegExp]>([
    ['short', /^5000 bytes$/],
    ['wrong', /^10000 bytes with the sha256 [0-9a-f]{64}$/],
  ])('names an object that always comes %s, and keeps nothing of it', async (fault, found) => {
    await make();
    inject(fault, gets);
    const { isSound, faults } = await bring();
    expect({ isSound, faults }).toMatchObject({
      isSound: false,
      faults: [
        { expected: `10000 bytes with the sha256 ${sha256(TEXT)}`, found: expect.stringMatching(found) },
      ],
    });
    expect(await filesIn(colleague?.root ?? '')).toEqual([]);
  });

  it.each<[ProxyFault, RegExp]>([
    ['cut', /blobs\/.*failed \(.*; run again later$/],
    ['half', /blobs\/.*failed \(.*aborted.*; run again later$/],
    ['slow-down', /blobs\/.*503 SlowDown.*the service asks to slow down: run again later$/],
    ['expired', /blobs\/.*403 ExpiredToken.*the credentials have expired: renew them/],
  ])('fails after its attempts where every answer is %s, and keeps nothing half', async (fault, message) => {
    await make();
    inject(fault, gets);
    await expect(bring()).rejects.toThrow(message);
    expect(await filesIn(colleague?.root ?? '')).toEqual([]);
  });

  it('fails where nobody can say whether a record is there', async () => {
    inject('expired', ({ path }) => path.includes('/shards/'));
    await expect(colleague?.find(fingerprint)).rejects.toThrow('the credentials have expired: renew them');
  });
});

describeWithServer('writing', () => {
  it.each<ProxyFault>(['cut', 'half', 'slow-down'])('goes on after an answer that was %s', async (fault) => {
    inject(fault, puts, 1);
    const shards = await make();
    expect(await colleague?.find(fingerprint)).toEqual(shards);
    await expectWhole(join(server.folder, prefix));
    expect(await filesIn(join(mine?.root ?? '', 'unsent'))).toEqual([]);
  });

  it.each<ProxyFault>(['cut', 'slow-down', 'expired'])(
    'that always ends %s fails, loses nothing, and is made up for',
    async (fault) => {
      inject(fault, puts);
      await expect(make()).rejects.toThrow(
        /^cannot be sent: .*What was computed is kept here: run again to send it, or "npx tintype push"/,
      );
      const shards = await mine?.look(fingerprint);
      expect(shards).toHaveLength(1);
      expect(await filesIn(join(server.folder, prefix))).toEqual([]);
      proxy.inject(() => null);
      expect(await mine?.remote?.sendUnsent()).toBe(1);
      expect(await colleague?.find(fingerprint)).toEqual(shards);
      expect(await mine?.remote?.sendUnsent()).toBe(0);
    },
  );

  it('never shows a record before its blobs', async () => {
    inject('cut', putsRecord);
    await expect(make()).rejects.toThrow('cannot be sent');
    await expectWhole(join(server.folder, prefix));
    expect(await colleague?.find(fingerprint)).toBeNull();
    const order = proxy.asked.filter((asked) => puts(asked) || putsRecord(asked)).map(({ path }) => path);
    expect(order.findLastIndex((path) => path.includes(`${prefix}/blobs/`))).toBeLessThan(
      order.findIndex((path) => path.includes(`${prefix}/shards/`)),
    );
  });

  it('does not send what is there already', async () => {
    await make();
    const before = proxy.asked.filter(puts).length;
    await make(colleague);
    expect(proxy.asked.filter(puts)).toHaveLength(before);
  });
});
