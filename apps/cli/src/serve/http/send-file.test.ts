import { randomBytes } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openStore } from '@tintype/store';

import { askRaw } from '../testing/ask-raw.ts';
import { type OpenedStudio, openStudio } from '../testing/open-studio.ts';

let studio: OpenedStudio;
let digest: string;
beforeAll(async () => {
  studio = await openStudio();
  ({ sha256: digest } = await openStore(join(studio.data, 'store')).putBlob(Buffer.from('0123456789')));
});
afterAll(async () => {
  await studio.close();
  await rm(studio.folder, { recursive: true });
});

const blob = () => `/data/store/blobs/${digest.slice(0, 2)}/${digest}`;
const ask = (target: string, headers: Record<string, string> = {}, method = 'GET') =>
  askRaw(studio.address, target, { headers, method });

describe('a file that the server sends', () => {
  it.each([
    ['/', 'text/html; charset=utf-8'],
    ['/index.html', 'text/html; charset=utf-8'],
    ['/assets/threads.wasm', 'application/wasm'],
    ['/examples/old%20mill.jpg', 'image/jpeg'],
    ['/models/bundled/model.json', 'application/json; charset=utf-8'],
    ['/models/bundled/weights.bin', 'application/octet-stream'],
  ])('%s has the type %s, and the headers that keep it in its place', async (target, type) => {
    const { status, headers } = await ask(target);
    expect({ status, headers }).toMatchObject({
      status: 200,
      headers: {
        'content-type': type,
        'content-security-policy': expect.stringContaining(
          "default-src 'self'; script-src 'self' 'wasm-unsafe-eval';",
        ),
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-embedder-policy': 'require-corp',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
      },
    });
  });

  it('carries them when it is refused, too', async () => {
    const { headers } = await ask('/nothing');
    expect(headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'content-security-policy': expect.stringContaining("default-src 'self'"),
      'x-content-type-options': 'nosniff',
    });
  });

  it('is a report in a sandbox, which runs its own script and reads nothing', async () => {
    await mkdir(join(studio.data, 'reports/pipeline/default'), { recursive: true });
    await writeFile(join(studio.data, 'reports/pipeline/default/report.html'), '<p>a report');
    const { headers, body } = await ask('/data/reports/pipeline/default/report.html');
    expect(body).toBe('<p>a report');
    expect(headers['content-security-policy']).toMatch(/^sandbox allow-scripts [^;]*; default-src 'none';/);
    expect(headers['content-security-policy']).not.toContain('allow-same-origin');
  });

  it('is known by its digest for good', async () => {
    const { headers, body } = await ask(blob());
    expect({ body, headers }).toMatchObject({
      body: '0123456789',
      headers: { etag: `"${digest}"`, 'cache-control': 'private, max-age=31536000, immutable' },
    });
    const again = await ask(blob(), { 'If-None-Match': `"other", "${digest}"` });
    expect([again.status, again.body]).toEqual([304, '']);
  });

  it('is asked for again when it may have changed', async () => {
    const { headers } = await ask('/');
    expect(headers['cache-control']).toBe('no-cache');
    const tag = { 'If-None-Match': headers['etag'] ?? '' };
    expect((await ask('/', tag)).status).toBe(304);
    await writeFile(join(studio.folder, 'page/index.html'), '<!doctype html><title>A newer studio</title>');
    expect((await ask('/', tag)).status).toBe(200);
  });

  it.each([
    ['bytes=2-4', '234', 'bytes 2-4/10'],
    ['bytes=7-', '789', 'bytes 7-9/10'],
    ['bytes=-4', '6789', 'bytes 6-9/10'],
  ])('comes in part for the range %s', async (range, part, place) => {
    const { status, headers, body } = await ask(blob(), { Range: range });
    expect({ status, body, place: headers['content-range'], length: headers['content-length'] }).toEqual({
      ...{ status: 206, body: part, place, length: String(part.length) },
    });
  });

  it('comes whole where the part would continue another file', async () => {
    const range = { Range: 'bytes=2-4' };
    expect((await ask(blob(), { ...range, 'If-Range': '"other"' })).status).toBe(200);
    expect((await ask(blob(), { ...range, 'If-Range': `"${digest}"` })).status).toBe(206);
  });

  it('has no part behind its end', async () => {
    const { status, headers } = await ask(blob(), { Range: 'bytes=10-' });
    expect([status, headers['content-range']]).toEqual([416, 'bytes */10']);
  });

  it('has its headers alone for HEAD', async () => {
    const whole = await ask(blob(), {}, 'HEAD');
    expect([whole.status, whole.headers['content-length'], whole.body]).toEqual([200, '10', '']);
    const part = await ask(blob(), { Range: 'bytes=-4' }, 'HEAD');
    expect([part.status, part.headers['content-length'], part.body]).toEqual([206, '4', '']);
    expect((await ask('/nothing', {}, 'HEAD')).body).toBe('');
  });

  it('may be empty, and may be large', async () => {
    const store = openStore(join(studio.data, 'store'));
    const bytes = randomBytes(20 * 1024 * 1024);
    for (const content of [Buffer.alloc(0), bytes]) {
      const { sha256 } = await store.putBlob(content);
      const address = `${studio.address}data/store/blobs/${sha256.slice(0, 2)}/${sha256}`;
      const sent = Buffer.from(await (await fetch(address)).arrayBuffer());
      expect(sent.equals(content)).toBe(true);
    }
  });

  it('is no matter when whoever asked goes away in the middle', async () => {
    const { sha256 } = await openStore(join(studio.data, 'store')).putBlob(Buffer.alloc(30_000_000, 1));
    const address = `${studio.address}data/store/blobs/${sha256.slice(0, 2)}/${sha256}`;
    const leaving = new AbortController();
    const { body } = await fetch(address, { signal: leaving.signal });
    await body?.getReader().read();
    leaving.abort();
    expect((await ask('/')).status).toBe(200);
    expect(studio.faults).toEqual([]);
  });
});
