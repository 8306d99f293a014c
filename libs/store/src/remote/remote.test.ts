import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { BUCKET, findS3Server, S3_KEYS, type S3Server, startS3Server } from '../testing/index.ts';
import { openFileRemote } from './file-remote.ts';
import type { Remote, RemoteObject } from './remote.ts';
import { readRemoteAddress } from './remote-address.ts';
import { openS3Remote } from './s3/s3-remote.ts';

const program = findS3Server();
let server: S3Server | null = null;
beforeAll(async () => {
  Object.assign(process.env, S3_KEYS);
  server = program === null ? null : await startS3Server(program);
});
afterAll(() => server?.close());

let scratch: string;
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'tintype-remote-'));
});

async function openFile(): Promise<Remote> {
  const folder = await mkdtemp(join(tmpdir(), 'tintype-shared-'));
  return openFileRemote(pathToFileURL(folder).href, folder);
}

let prefixes = 0;
function openS3(env: Readonly<Record<string, string>> = {}): Remote {
  const prefix = `prefix-${(prefixes += 1)}`;
  const options = { env: { AWS_ENDPOINT_URL: server?.endpoint ?? '', ...env }, attempts: 2 };
  return openS3Remote(`s3://${BUCKET}/${prefix}`, { bucket: BUCKET, prefix }, options);
}

const bytes = (text: string) => Buffer.from(text);
const adapters: readonly (readonly [string, () => Promise<Remote>])[] = [
  ['file', openFile],
  ...(program === null ? [] : [['s3', async () => openS3()] as const]),
];

/** Every remote keeps the same promises. */
describe.each(adapters)('a remote at %s://', (_, open) => {
  let remote: Remote;
  beforeAll(async () => {
    remote = await open();
    await remote.check('write');
  });

  const listed = async (folder: string) => {
    const objects: RemoteObject[] = [];
    for await (const object of remote.list(folder)) objects.push(object);
    return objects.sort((x, y) => (x.key < y.key ? -1 : 1));
  };

  it('gives back what was written, as bytes, as a file and by its size', async () => {
    expect(await remote.write('blobs/ab/one', bytes('one'))).toBe(true);
    expect(String(await remote.read('blobs/ab/one'))).toBe('one');
    expect(await remote.size('blobs/ab/one')).toBe(3);
    const file = join(scratch, 'one');
    expect(await remote.download('blobs/ab/one', file)).toBe(true);
    expect(await readFile(file, 'utf8')).toBe('one');
  });

  it('says what is not there', async () => {
    expect(await remote.read('blobs/ab/none')).toBeNull();
    expect(await remote.size('blobs/ab/none')).toBeNull();
    const file = join(scratch, 'none');
    await writeFile(file, '');
    expect(await remote.download('blobs/ab/none', file)).toBe(false);
  });

  it('writes over nothing unless it is told to', async () => {
    await remote.write('shards/ab/two.json', bytes('first'));
    expect(await remote.write('shards/ab/two.json', bytes('second'))).toBe(false);
    expect(String(await remote.read('shards/ab/two.json'))).toBe('first');
    expect(await remote.write('shards/ab/two.json', bytes('third'), { replace: true })).toBe(true);
    expect(String(await remote.read('shards/ab/two.json'))).toBe('third');
  });

  it('lets one of several writers at once write', async () => {
    const texts = Array.from({ length: 8 }, (_, i) => `writer ${i}`);
    await Promise.all(texts.map((text) => remote.write('blobs/cd/race', bytes(text))));
    expect(texts).toContain(String(await remote.read('blobs/cd/race')));
  });

  it('lists a folder with sizes and times, and no other', async () => {
    const begun = Date.now() - 60_000;
    await remote.write('list/ab/x', bytes('x'));
    await remote.write('list/cd/yy', bytes('yy'));
    await remote.write('listed/z', bytes('z'));
    const found = await listed('list');
    expect(found.map(({ key, bytes: size }) => [key, size])).toEqual([
      ['list/ab/x', 1],
      ['list/cd/yy', 2],
    ]);
    expect(found.every(({ writtenAt }) => writtenAt > begun)).toBe(true);
    expect(await listed('nothing')).toEqual([]);
  });

  it('removes, also what is gone', async () => {
    await remote.write('blobs/ef/gone', bytes('gone'));
    await remote.remove('blobs/ef/gone');
    await remote.remove('blobs/ef/gone');
    expect(await remote.read('blobs/ef/gone')).toBeNull();
  });

  it('keeps an object of several megabytes', async () => {
    const large = Buffer.alloc(5_000_000, 7);
    await remote.write('blobs/aa/large', large);
    expect(large.equals((await remote.read('blobs/aa/large')) ?? Buffer.of())).toBe(true);
  });
});

describe('an address', () => {
  it.each([
    ['s3://bucket/deep/prefix/', 's3://bucket/deep/prefix'],
    ['s3://bucket', 's3://bucket'],
    ['file:///shared/folder/', 'file:///shared/folder'],
  ])('%s is read', (url, read) => {
    expect(readRemoteAddress({ TINTYPE_REMOTE: url })).toEqual({ url: read, mode: 'write' });
  });

  it('is none where the environment names none', () => {
    expect(readRemoteAddress({})).toBeNull();
    expect(readRemoteAddress({ TINTYPE_REMOTE: '' })).toBeNull();
  });

  it.each([
    [
      { TINTYPE_REMOTE: 'shared/folder' },
      'TINTYPE_REMOTE: expected s3://<bucket>/<prefix> or file:///<folder>, got "shared',
    ],
    [{ TINTYPE_REMOTE: 'file://host/folder' }, 'TINTYPE_REMOTE: expected s3'],
    [{ TINTYPE_REMOTE: 's3://bucket/a/../b' }, 'expected a prefix without empty parts, "." and ".."'],
    [{ TINTYPE_REMOTE: 's3:///prefix' }, 'TINTYPE_REMOTE: expected s3'],
    [
      { TINTYPE_REMOTE: 's3://bucket', TINTYPE_REMOTE_MODE: 'readonly' },
      'TINTYPE_REMOTE_MODE: expected "write" or "read", got "readonly"',
    ],
  ])('%j is refused', (env, message) => {
    expect(() => readRemoteAddress(env)).toThrow(message);
  });
});

describe('a check', () => {
  it('says that a folder is not there, or is a file', async () => {
    const folder = join(scratch, 'nowhere');
    const url = pathToFileURL(folder).href;
    await expect(openFileRemote(url, folder).check('read')).rejects.toMatchObject({
      message: expect.stringContaining(`${url}: expected a folder, got none; make it`),
      exitCode: 2,
    });
    await writeFile(join(scratch, 'file'), '');
    await expect(openFileRemote('file:///f', join(scratch, 'file')).check('read')).rejects.toThrow(
      'got a file',
    );
  });

  const withServer = program === null ? it.skip : it;
  withServer('says that a bucket is not there', async () => {
    const options = { env: { AWS_ENDPOINT_URL: server?.endpoint }, attempts: 2 };
    const remote = openS3Remote('s3://others/p', { bucket: 'others', prefix: 'p' }, options);
    await expect(remote.check('read')).rejects.toMatchObject({
      message: `s3://others/p: there is no bucket others at ${server?.endpoint}; make it, or correct TINTYPE_REMOTE`,
      exitCode: 2,
    });
  });

  withServer('says that the credentials are wrong', async () => {
    process.env['AWS_SECRET_ACCESS_KEY'] = 'another';
    try {
      await expect(openS3().check('read')).rejects.toThrow(
        /SignatureDoesNotMatch.*the credentials are wrong: correct AWS_ACCESS_KEY_ID/,
      );
    } finally {
      Object.assign(process.env, S3_KEYS);
    }
  });

  withServer('says that nothing listens', async () => {
    const remote = openS3({ AWS_ENDPOINT_URL: 'http://127.0.0.1:9' });
    await expect(remote.check('read')).rejects.toThrow(
      /^s3:\/\/team\/prefix-\d+: the request to http:\/\/127\.0\.0\.1:9 failed \(.*ECONNREFUSED/,
    );
  });
});
