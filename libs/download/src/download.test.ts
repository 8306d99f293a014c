import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { download, DownloadError, type DownloadOptions } from './download.ts';

const content = Buffer.from(createHash('sha512').update('wheel').digest('hex').repeat(16_000)); // 2 MB
const sha256 = createHash('sha256').update(content).digest('hex');
let folder = '';
let server: Server | null = null;
let requests: IncomingMessage[] = [];
let progress: [number, number | null][] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'download-'));
  [requests, progress] = [[], []];
});

afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((closed) => (server?.listening ? server.close(closed) : closed(null)));
});

async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const listening = createServer((request, response) => {
    requests.push(request);
    answer(request, response);
  });
  server = listening;
  await new Promise<void>((ready) => listening.listen(0, '127.0.0.1', ready));
  const address = listening.address();
  if (address === null || typeof address === 'string') throw new Error('expected a port');
  return `http://127.0.0.1:${address.port}/file`;
}

/** Sends `bytes` or the rest asked for, with no validator; the first answers break off after `breaks[i]` bytes. */
function sending(bytes: Buffer, breaks: readonly number[] = []) {
  return ({ headers }: IncomingMessage, response: ServerResponse): void => {
    const from = Number(/bytes=(\d+)-/.exec(headers.range ?? '')?.[1] ?? 0);
    const range = { 'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` };
    response.writeHead(from > 0 ? 206 : 200, {
      'content-length': bytes.length - from,
      ...(from > 0 && range),
    });
    const limit = breaks[requests.length - 1];
    if (limit === undefined) response.end(bytes.subarray(from));
    else response.write(bytes.subarray(from, from + limit), () => setImmediate(() => response.destroy()));
  };
}

function get(url: string, more: Partial<DownloadOptions> = {}): Promise<void> {
  return download(url, join(folder, 'file'), {
    signal: new AbortController().signal,
    onProgress: (received, total) => progress.push([received, total]),
    ...more,
  });
}

describe('download', () => {
  it('leaves the file alone behind, and tells how far it is', async () => {
    await get(await serve(sending(content)));
    expect(content.equals(await readFile(join(folder, 'file')))).toBe(true);
    expect(await readdir(folder)).toEqual(['file']);
    expect(progress.at(-1)).toEqual([content.length, content.length]);
  });

  it('takes up a broken one where it broke, without a validator when the checksum is known', async () => {
    await get(await serve(sending(content, [1_200_000])), { sha256 });
    expect(content.equals(await readFile(join(folder, 'file')))).toBe(true);
    expect(requests.map(({ headers }) => headers.range?.replace(/\d+/, 'n'))).toEqual([
      undefined,
      'bytes=n-',
    ]);
  });

  it('begins anew without a validator and a checksum, as the two halves may not belong together', async () => {
    await get(await serve(sending(content, [1_200_000])));
    expect(requests.map(({ headers }) => headers.range)).toEqual([undefined, undefined]);
  });

  it('takes up in a later call what an earlier one has received', async () => {
    await writeFile(join(folder, 'file.partial'), content.subarray(0, 1_000_000));
    await get(await serve(sending(content)), { sha256 });
    expect(requests[0]?.headers.range).toBe('bytes=1000000-');
  });

  it('throws away what does not have the checksum', async () => {
    await writeFile(join(folder, 'file.partial'), Buffer.alloc(1_000_000));
    const outcome = get(await serve(sending(content)), { sha256 });
    await expect(outcome).rejects.toThrow(
      new RegExp(`could not download .*: expected the sha256 ${sha256}, got .*; it was deleted`),
    );
    await expect(outcome).rejects.toBeInstanceOf(DownloadError);
    expect(await readdir(folder)).toEqual([]);
  });

  it('sends the headers that it was given', async () => {
    await get(await serve(sending(content)), { headers: { authorization: 'Basic abc' } });
    expect(requests[0]?.headers.authorization).toBe('Basic abc');
  });

  it('says what the server answered', async () => {
    const url = await serve((_, response) => response.writeHead(403).end());
    await expect(get(url)).rejects.toThrow(`could not download ${url}: the server answered 403 Forbidden`);
  });
});
