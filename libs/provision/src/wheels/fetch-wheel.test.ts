import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { makeZip } from '@tintype/download/testing';

import type { ProvisionEvent } from '../events.ts';
import type { Execute } from '../execute.ts';
import { librariesIn } from '../machine/libraries.ts';
import type { Wheel } from '../wheels.ts';
import { type FetchContext, fetchWheel, pipArguments } from './fetch-wheel.ts';
import { fetchLibraries } from './provide-libraries.ts';

const zip = makeZip([
  { path: 'tensorflow/libtensorflow_cc.so.2', content: 'cc'.repeat(1_000_000) },
  { path: 'tensorflow/libtensorflow_framework.so.2', content: 'framework' },
  { path: 'tensorflow/include/tensorflow/c/c_api.h', content: '// C' },
  { path: 'tensorflow/python/__init__.py', content: 'import this' },
]);
const wheel: Wheel = {
  project: 'tensorflow-cpu',
  version: '2.21.0',
  file: 'tensorflow_cpu-2.21.0-cp311-cp311-manylinux_2_27_x86_64.whl',
  bytes: zip.length,
  sha256: createHash('sha256').update(zip).digest('hex'),
};

let folder = '';
let server: Server | null = null;
let requests: IncomingMessage[] = [];
let events: ProvisionEvent[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tintype-wheel-'));
  [requests, events] = [[], []];
});
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = null;
  rmSync(folder, { recursive: true });
});

/** An index of one wheel, in JSON as PEP 691 has it; `content` is what it sends for the wheel. */
async function serve(content = zip): Promise<string> {
  const page = JSON.stringify({ files: [{ filename: wheel.file, url: `../../files/${wheel.file}` }] });
  const listening = createServer((request, response) => {
    requests.push(request);
    const isPage = request.url === '/simple/tensorflow-cpu/';
    if (isPage) {
      response.setHeader('content-type', 'application/vnd.pypi.simple.v1+json').end(page);
      return;
    }
    const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
    if (from > 0)
      response.writeHead(206, { 'content-range': `bytes ${from}-${content.length - 1}/${content.length}` });
    response.end(content.subarray(from));
  });
  server = listening;
  await new Promise<void>((ready) => listening.listen(0, '127.0.0.1', ready));
  const address = listening.address();
  if (address === null || typeof address === 'string') throw new Error('expected a port');
  return `http://me:secret@127.0.0.1:${address.port}/simple`;
}

const nowhere = 'http://127.0.0.1:1/simple'; // nobody listens on port 1

function context(index: string, more: Partial<FetchContext> = {}): FetchContext {
  return {
    user: {
      env: { PIP_INDEX_URL: index, TINTYPE_CACHE: folder },
      platform: 'linux',
      arch: 'x64',
      home: folder,
    },
    execute: async () => ({ code: null, stdout: '', stderr: 'no such program' }),
    signal: new AbortController().signal,
    glibc: '2.36',
    pip: null,
    emit: (event) => events.push(event),
    onProgress: () => {},
    ...more,
  };
}

/** A pip that puts `content` where it is told to. */
function pipWith(content: Buffer): Partial<FetchContext> {
  const execute: Execute = async (command) => {
    const dest = command[command.indexOf('--dest') + 1];
    if (dest) writeFileSync(join(dest, wheel.file), content);
    return { code: 0, stdout: '', stderr: '' };
  };
  return { pip: { command: ['python3', '-m', 'pip'], version: '25' }, execute };
}

describe('fetchWheel', () => {
  it('reads the index, downloads and checks, with the credentials of the index', async () => {
    const file = await fetchWheel(wheel, folder, context(await serve()));
    expect(zip.equals(readFileSync(file))).toBe(true);
    const token = `Basic ${Buffer.from('me:secret').toString('base64')}`;
    expect(requests.map(({ url, headers }) => [url, headers.authorization])).toEqual([
      ['/simple/tensorflow-cpu/', token],
      [`/files/${wheel.file}`, token],
    ]);
  });

  it('asks nobody when the wheel is there, whole', async () => {
    writeFileSync(join(folder, wheel.file), zip);
    await fetchWheel(wheel, folder, context(nowhere));
  });

  it('takes up what an interrupted run has left', async () => {
    writeFileSync(join(folder, `${wheel.file}.partial`), zip.subarray(0, 1_000_000));
    await fetchWheel(wheel, folder, context(await serve()));
    expect(requests[1]?.headers.range).toBe('bytes=1000000-');
    expect(readdirSync(folder)).toEqual([wheel.file]);
  });

  it('throws away what an interrupted run has left when it is spoilt, and begins anew', async () => {
    writeFileSync(join(folder, `${wheel.file}.partial`), Buffer.alloc(1_000_000));
    const file = await fetchWheel(wheel, folder, context(await serve()));
    expect(zip.equals(readFileSync(file))).toBe(true);
    expect(requests.map(({ headers }) => headers.range)).toEqual([undefined, 'bytes=1000000-', undefined]);
  });

  it('refuses another file than the pinned one, and deletes it', async () => {
    const outcome = fetchWheel(wheel, folder, context(await serve(Buffer.from('another'))));
    await expect(outcome).rejects.toThrow(
      /expected the sha256 .*; it was deleted, and there is no pip to ask/,
    );
    expect(readdirSync(folder)).toEqual([]);
  });

  it('asks pip where the index does not answer, and says why', async () => {
    const file = await fetchWheel(wheel, join(folder, 'new'), context(nowhere, pipWith(zip)));
    expect(zip.equals(readFileSync(file))).toBe(true);
    expect(events).toMatchObject([{ type: 'pip', file: wheel.file }]);
    expect(JSON.stringify(events)).toMatch(
      /could not read http:\/\/127\.0\.0\.1:1\/simple\/tensorflow-cpu\/: /,
    );
  });

  it('checks what pip brings likewise', async () => {
    const outcome = fetchWheel(wheel, folder, context(nowhere, pipWith(Buffer.from('another'))));
    await expect(outcome).rejects.toThrow(
      /^could not read http.*; tensorflow_cpu.* from pip: expected the sha256/,
    );
    expect(readdirSync(folder)).toEqual([]);
  });

  it('asks pip for exactly this file', () => {
    const args = pipArguments(wheel, '/to').join(' ');
    expect(args).toContain('--python-version 3.11 --abi cp311 --platform manylinux_2_27_x86_64 --dest /to');
    expect(args).toMatch(/ tensorflow-cpu==2\.21\.0$/);
    const nvidia = { ...wheel, file: 'nvidia_x-1-py3-none-manylinux2014_x86_64.manylinux_2_17_x86_64.whl' };
    expect(pipArguments(nvidia, '/to').join(' ')).toContain(
      '--abi cp311 --platform manylinux2014_x86_64 --platform manylinux_2_17_x86_64',
    );
  });
});

describe('fetchLibraries', () => {
  const set = { variant: 'cpu', wheels: [wheel], bytes: wheel.bytes, needsBytes: 0, glibc: null } as const;

  it('unpacks libraries and headers alone, once, and leaves no wheel behind', async () => {
    const tensorflow = await fetchLibraries(set, context(await serve()));
    expect(tensorflow).toBe(join(folder, 'tensorflow/2.21.0-cpu-linux-x64/tensorflow'));
    expect(readdirSync(tensorflow).sort()).toEqual([
      'include',
      'libtensorflow_cc.so.2',
      'libtensorflow_framework.so.2',
    ]);
    expect(readdirSync(join(folder, 'downloads'))).toEqual([]);
    expect([...new Set(events.map(({ type }) => type))]).toEqual(['fetch', 'progress', 'extract']);
    expect(await fetchLibraries(set, context(nowhere))).toBe(tensorflow);
  });

  it('fetches them anew when one has gone', async () => {
    const index = await serve();
    const tensorflow = await fetchLibraries(set, context(index));
    rmSync(join(tensorflow, 'libtensorflow_cc.so.2'));
    await fetchLibraries(set, context(index));
    expect(existsSync(join(tensorflow, 'libtensorflow_cc.so.2'))).toBe(true);
  });

  it("lays NVIDIA's libraries out beside TensorFlow, and wants them all", async () => {
    const cublas = makeZip([{ path: 'nvidia/cublas/lib/libcublas.so.12', content: 'cublas' }]);
    const file = 'nvidia_cublas_cu12-12.9.3.13-py3-none-manylinux_2_27_x86_64.whl';
    const sha256 = createHash('sha256').update(cublas).digest('hex');
    const nvidia = { project: 'nvidia-cublas-cu12', version: '12.9.3.13', file, bytes: 6, sha256 };
    const cuda = { ...set, variant: 'cuda', wheels: [wheel, nvidia] } as const;
    const index = await serve();
    mkdirSync(join(folder, 'downloads'));
    writeFileSync(join(folder, 'downloads', file), cublas);
    const tensorflow = await fetchLibraries(cuda, context(index));
    const library = join(tensorflow, '../nvidia/cublas/lib/libcublas.so.12');
    expect(librariesIn(tensorflow, 'linux')[2]).toEqual({ path: library, bytes: 6 });
    rmSync(join(tensorflow, '../nvidia'), { recursive: true });
    await expect(fetchLibraries(cuda, context(nowhere))).rejects.toThrow('could not read');
  });

  it('leaves nothing that could be taken for whole when it is interrupted', async () => {
    const stop = new AbortController();
    const emit = (event: ProvisionEvent): void => void (event.type === 'extract' && stop.abort());
    const outcome = fetchLibraries(set, context(await serve(), { signal: stop.signal, emit }));
    await expect(outcome).rejects.toMatchObject({ name: 'AbortError' });
    expect(readdirSync(join(folder, 'tensorflow'))).toEqual([]);
  });
});
