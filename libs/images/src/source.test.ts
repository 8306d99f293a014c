import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { makeTar } from '@tintype/download/testing';

import { hasArchive } from './archive/open-archive.ts';
import { type OpenedSource, openSource, type SourceSettings } from './source.ts';
import type { SourceEvent } from './source-event.ts';

let base = '';
let downloads = '';
let events: SourceEvent[] = [];

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'source-'));
  downloads = join(base, 'downloads');
  events = [];
});

function open(settings: SourceSettings, signal = new AbortController().signal): Promise<OpenedSource> {
  const emit = (event: SourceEvent): number => events.push(event);
  return openSource(settings, { bundled: join(base, 'bundled'), base, downloads, signal, emit });
}

async function put(path: string, content = 'x'): Promise<void> {
  await mkdir(dirname(join(base, path)), { recursive: true });
  await writeFile(join(base, path), content);
}

function paths({ files }: OpenedSource): string[] {
  return files.map(({ path }) => path);
}

function kinds(): string[] {
  return events.map(({ kind }) => kind);
}

describe('openSource of a folder', () => {
  it('lists photos of all folders in byte order with composed names, and counts the rest', async () => {
    const decomposed = 'e\u0301te\u0301.jpg';
    for (const name of [
      'b.jpg',
      'B.JPEG',
      'a/z.png',
      'a.webp',
      decomposed,
      '写真.avif',
      'read.me',
      'a/x.tif',
    ]) {
      await put(`photos/${name}`);
    }
    const source = await open({ kind: 'folder', path: 'photos' });
    expect(paths(source)).toEqual([
      'B.JPEG',
      'a.webp',
      'a/x.tif',
      'a/z.png',
      'b.jpg',
      'été.jpg',
      '写真.avif',
    ]);
    expect(await readFile(source.files[5]?.file ?? '', 'utf8')).toBe('x');
    expect(events).toEqual([{ kind: 'ignored', folder: join(base, 'photos'), count: 1 }]);
  });

  it('skips hidden names', async () => {
    await put('photos/a.jpg');
    await put('photos/.git/b.jpg');
    await put('photos/._a.jpg');
    expect(paths(await open({ kind: 'folder', path: 'photos' }))).toEqual(['a.jpg']);
    expect(events).toEqual([]);
  });

  it('says of a folder what is wrong with it', async () => {
    await put('notes/read.me');
    await put('set.zip');
    await symlink('nowhere', join(base, 'link'));
    const messages = {
      absent: `${join(base, 'absent')}: there is no such folder; change ingest.source.path`,
      link: `${join(base, 'link')}: it is a link to nowhere, which is not there; put the file there again`,
      'notes/read.me': `expected a folder, got the file ${join(base, 'notes/read.me')}; it lies in ${join(base, 'notes')}`,
      'set.zip': `expected a folder, got the file ${join(base, 'set.zip')}; it lies in ${base}; set ingest.source.kind to "archive"`,
      notes: `${join(base, 'notes')} has no photos: expected at least one of .jpg`,
    };
    for (const [path, message] of Object.entries(messages))
      await expect(open({ kind: 'folder', path })).rejects.toThrow(`ingest.source.path: ${message}`);
  });

  it('names what looks like a photo and is none by its name, and does not count it as ignored', async () => {
    await put('photos/a.jpg');
    await put('photos/read.me');
    await put('photos/b.dat', 'GIF89a');
    const { files } = await open({ kind: 'folder', path: 'photos' });
    expect(files).toHaveLength(1);
    expect(events).toEqual([
      { kind: 'ignored', folder: join(base, 'photos'), count: 1 },
      { kind: 'left-out', entries: [{ path: 'b.dat', reason: 'it looks like a GIF; rename it to b.gif' }] },
    ]);
    await put('wrong/b.dat', 'GIF89a');
    await expect(open({ kind: 'folder', path: 'wrong' })).rejects.toThrow(
      'has no photos beside b.dat (it looks like a GIF; rename it to b.gif)',
    );
  });

  it('finds a folder in the home folder', async () => {
    const home = process.env['HOME'];
    process.env['HOME'] = base;
    try {
      await put('photos/a.jpg');
      expect(paths(await open({ kind: 'folder', path: '~/photos' }))).toEqual(['a.jpg']);
    } finally {
      process.env['HOME'] = home;
    }
  });

  it('lists the bundled photos likewise', async () => {
    await put('bundled/a.jpg');
    await put('bundled/b.jpg');
    await put('bundled/LICENSES.csv', 'file,set\na.jpg,more\nb.jpg,article\n');
    expect(paths(await open({ kind: 'bundled' }))).toEqual(['a.jpg', 'b.jpg']);
    expect(paths(await open({ kind: 'bundled', set: 'all' }))).toEqual(['a.jpg', 'b.jpg']);
    expect(paths(await open({ kind: 'bundled', set: 'article' }))).toEqual(['b.jpg']);
  });
});

describe('openSource of generated scenes', () => {
  const settings = { kind: 'generated', count: 10, seed: 4, size: 32 } as const;

  it('names them after their class and makes them once', async () => {
    const source = await open(settings);
    expect(paths(source).slice(0, 3)).toEqual(['coast_000000.jpg', 'coast_000008.jpg', 'forest_000001.jpg']);
    expect(events.at(-1)).toEqual({ kind: 'generate', done: 10, count: 10 });
    events = [];
    expect(await open(settings)).toEqual(source);
    expect(events).toEqual([]);
  });

  it('keeps the scenes before when more are asked for', async () => {
    const few = await open(settings);
    const more = await open({ ...settings, count: 20 });
    expect(more.files).toHaveLength(20);
    for (const { path, file } of few.files) {
      const same = more.files.find((other) => other.path === path);
      expect(await readFile(same?.file ?? '')).toEqual(await readFile(file));
    }
  });

  it('leaves nothing behind that looks complete when interrupted', async () => {
    await expect(open(settings, AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
    expect(await readdir(downloads)).toEqual([]);
  });

  it('names the setting that it cannot use', async () => {
    await expect(open({ ...settings, count: 0 })).rejects.toThrow(
      'ingest.source.count: expected a whole number from 1, got 0',
    );
  });
});

describe('openSource of an archive', () => {
  const noise = createHash('sha512').update('photo').digest('hex').repeat(16_000);
  const archive = makeTar([
    { path: 'set/a.jpg', content: noise },
    { path: 'set/b.jpg', content: 'B' },
  ]);
  const sha256 = createHash('sha256').update(archive).digest('hex');
  const local = { kind: 'archive', url: null, path: 'set.tar', sha256 } as const;
  let server: Server | null = null;
  let requests: IncomingMessage[] = [];

  afterEach(async () => {
    server?.closeAllConnections();
    await new Promise((closed) => (server?.listening ? server.close(closed) : closed(null)));
    server = null;
    requests = [];
  });

  async function serve(
    answer: (request: IncomingMessage, response: ServerResponse) => void,
  ): Promise<string> {
    const listening = createServer((request, response) => {
      requests.push(request);
      answer(request, response);
    });
    server = listening;
    await new Promise<void>((ready) => listening.listen(0, '127.0.0.1', ready));
    const address = listening.address();
    if (address === null || typeof address === 'string') throw new Error('expected a port');
    return `http://127.0.0.1:${address.port}/set.tar`;
  }

  /** Sends the archive or the rest asked for; the first answers break off after `breaks[i]` bytes. */
  function sending(etag: string, breaks: readonly number[] = []) {
    return (request: IncomingMessage, response: ServerResponse): void => {
      const same = request.headers['if-range'] === etag;
      const from = same ? Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0) : 0;
      const range =
        from > 0 ? { 'content-range': `bytes ${from}-${archive.length - 1}/${archive.length}` } : {};
      response.writeHead(from > 0 ? 206 : 200, { etag, 'content-length': archive.length - from, ...range });
      const limit = breaks[requests.length - 1];
      if (limit === undefined) response.end(archive.subarray(from));
      else response.write(archive.subarray(from, from + limit), () => setImmediate(() => response.destroy()));
    };
  }

  it('extracts a local archive with the right checksum, and then reads nothing again', async () => {
    await writeFile(join(base, 'set.tar'), archive);
    const source = await open(local);
    expect(paths(source)).toEqual(['set/a.jpg', 'set/b.jpg']);
    expect(source.pinned).toBeUndefined();
    expect(basename(dirname(dirname(source.files[0]?.file ?? '')))).toBe(sha256);
    await writeFile(join(base, 'set.tar'), 'gone');
    events = [];
    expect(await open(local)).toEqual(source);
    expect(events).toEqual([]);
  });

  it('reports the checksum that the recipe lacks', async () => {
    await writeFile(join(base, 'set.tar'), archive);
    expect((await open({ ...local, sha256: null })).pinned).toEqual({ sha256 });
    expect(events.at(-1)).toEqual({ kind: 'pinned', archive: join(base, 'set.tar'), sha256 });
  });

  it('keeps a file of the user with the wrong checksum, and names both', async () => {
    await writeFile(join(base, 'set.tar'), gzipSync(archive));
    await expect(open(local)).rejects.toThrow(`ingest.source.sha256: expected ${sha256}, but`);
    expect(await readdir(base)).toContain('set.tar');
  });

  it('falls back on the bundled photos of the article’s classes while it cannot be downloaded, if the recipe says so', async () => {
    await put('bundled/a.jpg');
    await put('bundled/more.jpg');
    await put('bundled/LICENSES.csv', 'file,set\na.jpg,article\nmore.jpg,more\n');
    let away = true;
    const url = await serve((request, response) =>
      away ? response.writeHead(503).end() : sending('"1"')(request, response),
    );
    const settings = { kind: 'archive', url, path: null, sha256, fallback: 'bundled' } as const;
    const source = await open(settings);
    expect(paths(source)).toEqual(['a.jpg']);
    expect(source.fellBack).toContain(`could not download ${url}`);
    expect(await hasArchive(settings, { base, downloads })).toBe(false);
    await expect(open({ ...settings, fallback: null })).rejects.toThrow('ingest.source.url');
    away = false;
    const later = await open(settings);
    expect(paths(later)).toEqual(['set/a.jpg', 'set/b.jpg']);
    expect(later.fellBack).toBeUndefined();
    expect(await hasArchive(settings, { base, downloads })).toBe(true);
  });

  it('does not fall back when what was downloaded has the wrong checksum', async () => {
    await put('bundled/a.jpg');
    const url = await serve(sending('"1"'));
    const wrong = { kind: 'archive', url, path: null, sha256: '0'.repeat(64), fallback: 'bundled' } as const;
    await expect(open(wrong)).rejects.toThrow('ingest.source.sha256: expected 0000');
  });

  it('refuses a checksum that is none, before it becomes a path', async () => {
    await expect(open({ ...local, sha256: '..' })).rejects.toThrow(
      'expected 64 hexadecimal digits or null, got ".."',
    );
  });

  it('tells a folder from an archive', async () => {
    await put('set.tar/a.jpg');
    await expect(open(local)).rejects.toThrow(
      `ingest.source.path: expected an archive, got the folder ${join(base, 'set.tar')}; set ingest.source.kind to "folder"`,
    );
  });

  it('says where it looked for a local archive', async () => {
    await expect(open(local)).rejects.toThrow(`expected an archive at ${join(base, 'set.tar')}, found none`);
  });

  it('downloads once, telling how far it is', async () => {
    const url = await serve(sending('"v1"'));
    const source = await open({ kind: 'archive', url, path: null, sha256: null });
    expect(source.pinned).toEqual({ sha256 });
    expect([...new Set(kinds())]).toEqual(['download', 'extract', 'pinned']);
    const progress = events.filter(({ kind }) => kind === 'download').at(-1);
    expect(progress).toEqual({ kind: 'download', url, received: archive.length, total: archive.length });
    expect(await open({ kind: 'archive', url, path: null, sha256: null })).toEqual(source);
    expect(requests).toHaveLength(1);
  });

  it('takes up a broken download where it broke', async () => {
    const url = await serve(sending('"v1"', [800_000, 600_000]));
    expect(paths(await open({ kind: 'archive', url, path: null, sha256 }))).toHaveLength(2);
    expect(requests).toHaveLength(3);
    expect(requests.map(({ headers }) => headers.range !== undefined)).toEqual([false, true, true]);
    expect((await readdir(downloads)).filter((name) => name.includes('.partial'))).toEqual([]);
  });

  it('takes up in a later run what an interrupted one has received', async () => {
    const stop = new AbortController();
    const url = await serve((request, response) => {
      if (requests.length > 1) return sending('"v1"')(request, response);
      response.writeHead(200, { etag: '"v1"', 'content-length': archive.length });
      response.write(archive.subarray(0, 1_500_000)); // and then nothing
    });
    const settings = { kind: 'archive', url, path: null, sha256 } as const;
    const emit = (): void => stop.abort();
    const interrupted = openSource(settings, { bundled: '', base, downloads, signal: stop.signal, emit });
    await expect(interrupted).rejects.toMatchObject({ name: 'AbortError' });
    expect(paths(await open(settings))).toHaveLength(2);
    expect(requests[1]?.headers.range).toMatch(/^bytes=[1-9]\d*-$/);
  });

  it('begins anew when the file on the server has changed in between', async () => {
    let version = 0;
    const url = await serve((request, response) => sending(`"v${version++}"`, [800_000])(request, response));
    expect(paths(await open({ kind: 'archive', url, path: null, sha256 }))).toHaveLength(2);
    expect(requests).toHaveLength(2);
  });

  it('deletes a download with the wrong checksum', async () => {
    const url = await serve(sending('"v1"'));
    const wrong = '0'.repeat(64);
    await expect(open({ kind: 'archive', url, path: null, sha256: wrong })).rejects.toThrow(
      new RegExp(`expected ${wrong}, but .* has ${sha256}; it was deleted`),
    );
    expect(await readdir(downloads)).toEqual([]);
  });

  it('says that nobody answers, and where to put the file', async () => {
    const url = await serve(sending('"v1"'));
    await new Promise((closed) => server?.close(closed));
    await expect(open({ kind: 'archive', url, path: null, sha256: null })).rejects.toThrow(
      /^ingest\.source\.url: could not download http:.*set\.tar: .*ECONNREFUSED.*; run again .* put the file at/,
    );
  });

  it('refuses an address that is not one of the web', async () => {
    const settings = { kind: 'archive', url: 'ftp://host/set.tar', path: null, sha256: null } as const;
    await expect(open(settings)).rejects.toThrow('expected an http(s) address, got ftp://host/set.tar');
  });

  it('says what the server answered and where to put the file', async () => {
    const url = await serve((_, response) => response.writeHead(404).end('no'));
    const outcome = open({ kind: 'archive', url, path: null, sha256: null });
    await expect(outcome).rejects.toThrow(
      /the server answered 404 Not Found; run again .* put the file at .*set\.tar/,
    );
    expect(requests).toHaveLength(1);
  });

  it('asks for an address or a path', async () => {
    await expect(open({ kind: 'archive', url: null, path: null, sha256: null })).rejects.toThrow(
      'got neither',
    );
  });
});
