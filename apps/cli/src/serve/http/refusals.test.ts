import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { askRaw } from '../testing/ask-raw.ts';
import { type OpenedStudio, openStudio } from '../testing/open-studio.ts';

let studio: OpenedStudio;
beforeAll(async () => {
  studio = await openStudio();
});
afterAll(async () => {
  await studio.close();
  await rm(studio.folder, { recursive: true });
});

const ask = (target: string, options: Parameters<typeof askRaw>[2] = {}) =>
  askRaw(studio.address, target, options);
const port = () => new URL(studio.address).port;

describe('the server refuses', () => {
  it.each([
    ['evil.example'],
    ['evil.example:4321'],
    ['127.0.0.1'],
    ['127.0.0.1:1'],
    ['127.0.0.1.evil.example:4321'],
    [''],
  ])('the Host %j, as of a name that was pointed at this machine', async (host) => {
    const { status, body } = await ask('/', { headers: { Host: host } });
    expect({ status, body }).toEqual({
      status: 403,
      body: expect.stringMatching(/^\{"error":"Host: expected /),
    });
  });

  it.each([['http://evil.example'], ['null'], ['https://127.0.0.1:1'], ['file://']])(
    'the Origin %j, as of a foreign page',
    async (origin) => {
      const { status, body } = await ask('/studio.json', { headers: { Origin: origin } });
      expect({ status, body }).toEqual({ status: 403, body: expect.stringMatching(/^\{"error":"Origin: /) });
    },
  );

  it('none of its own names, with its port', async () => {
    for (const name of ['127.0.0.1', 'localhost', 'LOCALHOST', '[::1]']) {
      const host = `${name}:${port()}`;
      const headers = { Host: host, Origin: `http://${host}` };
      expect({ host, status: (await ask('/', { headers })).status }).toEqual({ host, status: 200 });
    }
  });

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'])('%s, as it only reads', async (method) => {
    const { status, headers } = await ask('/', { method });
    expect({ status, allow: headers['allow'] }).toEqual({ status: 405, allow: 'GET, HEAD' });
  });

  it.each([
    '/../outside.txt',
    '/assets/../../outside.txt',
    '/%2e%2e/outside.txt',
    '/assets/%2e%2e/%2e%2e/outside.txt',
    '/..%2foutside.txt',
    '/assets%2f..%2f..%2foutside.txt',
    '/..\\outside.txt',
    '/%5c..%5coutside.txt',
    '//outside.txt',
    '//etc/passwd',
    '/%2fetc%2fpasswd',
    '/./index.html',
    '/index.html%00.png',
    '/%00',
    '/%ff',
    '/%',
    'http://127.0.0.1/index.html',
    '/data/../../outside.txt',
    '/data/manifests/../secret.json',
    '/data/reports/%2e%2e/%2e%2e/secret.html',
    '/models/%2e%2e/model.json',
    '/models/bundled/%2e%2e%2fmodel.json',
    '/examples/%2e%2e%2fpage%2findex.html',
  ])('the path %j', async (target) => {
    await writeFile(join(studio.folder, 'outside.txt'), 'outside');
    const { status, body } = await ask(target);
    expect({ status, body }).toEqual({
      status: 404,
      body: expect.stringMatching(/^\{"error":"there is nothing at /),
    });
  });

  it.each([
    '/nothing',
    '/assets',
    '/assets/',
    '/data',
    '/data/',
    '/data/secret.json',
    '/data/manifests/secret.json',
    '/data/manifests/pipeline/default/train.txt',
    '/data/store/identity',
    '/data/store/locks/pipeline-default-train',
    '/data/store/blobs/00/nothing',
    `/data/store/blobs/aa/${'0'.repeat(64)}`,
    '/data/reports/pipeline/default/model/weights.bin',
    '/data/photos/mine.jpg',
    '/models/bundled/README.md',
    '/models/bundled',
    '/models/unknown/model.json',
    '/examples/unnamed.jpg',
    '/examples/LICENSES.csv',
  ])('%s, which is none of what it serves', async (target) => {
    await mkdir(join(studio.data, 'store/locks'), { recursive: true });
    await mkdir(join(studio.data, 'photos'), { recursive: true });
    for (const file of [
      'secret.json',
      'store/identity',
      'store/locks/pipeline-default-train',
      'photos/mine.jpg',
    ])
      await writeFile(join(studio.data, file), 'secret');
    expect((await ask(target)).status).toBe(404);
  });

  it('a link that leads out of the data folder, and follows one within it', async () => {
    const reports = join(studio.data, 'reports/pipeline/default');
    await mkdir(reports, { recursive: true });
    await writeFile(join(studio.folder, 'outside.html'), 'outside');
    await writeFile(join(studio.data, 'reports/inside.html'), 'inside');
    await symlink(join(studio.folder, 'outside.html'), join(reports, 'out.html'));
    await symlink(studio.folder, join(reports, 'folder'));
    await symlink('../../inside.html', join(reports, 'in.html'));
    await symlink('loop.html', join(reports, 'loop.html'));
    const statuses = ['out.html', 'folder/outside.html', 'in.html', 'loop.html'].map(
      async (name) => (await ask(`/data/reports/pipeline/default/${name}`)).status,
    );
    expect(await Promise.all(statuses)).toEqual([403, 403, 200, 404]);
  });

  it('what is no HTTP, and goes on', async () => {
    expect((await ask('index.html')).status).toBe(400);
    expect((await ask('/ HTTP/1.1\r\nBroken')).status).toBe(400);
    expect((await ask('/')).status).toBe(200);
    expect(studio.faults).toEqual([]);
  });
});
