import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { main } from '../main.ts';

let folder = '';
let server: Server | null = null;
let requests: string[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tintype-provision-'));
  mkdirSync(join(folder, 'bin'));
  requests = [];
});
afterEach(() => {
  server?.close();
  server = null;
  rmSync(folder, { recursive: true });
});

/** A machine with nothing on its PATH but what a test puts there. */
async function run(argv: readonly string[], env: Record<string, string> = {}) {
  const written = { out: '', err: '' };
  const code = await main(['provision', ...argv], {
    cwd: folder,
    env: { PATH: join(folder, 'bin'), TINTYPE_CACHE: join(folder, 'cache'), ...env },
    stdout: { write: (text) => (written.out += text) },
    stderr: { write: (text) => (written.err += text) },
  });
  return { code, ...written };
}

function install(program: string, script: string): void {
  writeFileSync(join(folder, 'bin', program), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}

const installCompiler = (): void => install('g++', 'echo "g++ (Fake) 1.2.3"');

/** An index that has nothing. */
async function serveEmptyIndex(): Promise<string> {
  const listening = createServer(({ url }, response) => {
    requests.push(url ?? '');
    response.writeHead(404).end();
  });
  server = listening;
  await new Promise<void>((ready) => listening.listen(0, '127.0.0.1', ready));
  const address = listening.address();
  if (address === null || typeof address === 'string') throw new Error('expected a port');
  return `http://127.0.0.1:${address.port}/simple`;
}

function writeBinding(): void {
  const place = join(folder, 'cache/bindings/2.21.0-cpu');
  mkdirSync(place, { recursive: true });
  for (const addon of ['quiet.node', 'tfjs_binding.node']) writeFileSync(join(place, addon), '');
  const { platform, arch } = process;
  const record = { formatVersion: 2, tfjs: '4.22.0', nodeApi: 8, platform, arch, tensorflow: '2.21.0' };
  const rest = { variant: 'cpu', source: 'a.whl', libraries: [] };
  writeFileSync(join(place, 'binding.json'), JSON.stringify({ ...record, ...rest }));
}

describe('tintype provision', () => {
  it('says what it found, what it chose and why', async () => {
    installCompiler();
    writeBinding();
    const { code, out, err } = await run([]);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^found\nsystem {6}linux .*\n/);
    expect(out).toMatch(/\ncompiler {4}g\+\+ \(Fake\) 1\.2\.3\n/);
    expect(out).toMatch(
      /\nchose {2}TensorFlow 2\.21\.0 for the CPU, built before\nwhy {4}it was built before/,
    );
  });

  it('prints one JSON document with --json, and messages beside it', async () => {
    installCompiler();
    const { code, out, err } = await run(['--json'], { PIP_INDEX_URL: await serveEmptyIndex() });
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      binding: null,
      machine: { compiler: { version: 'g++ (Fake) 1.2.3' } },
      plan: { choice: { kind: 'none' } },
    });
    expect(err).toContain('provision: fetches TensorFlow for the CPU, 274 MB');
  });

  it('says how to get a compiler where there is none, and asks no index', async () => {
    const { code, out } = await run([], { PIP_INDEX_URL: await serveEmptyIndex() });
    expect(code).toBe(0);
    expect(out).toContain('why     there is no C++ compiler: neither g++ nor clang++ answers');
    expect(out).toMatch(/faster {2}a C\+\+ compiler: .*g\+\+/);
    expect(requests).toEqual([]);
  });

  it('fails with the reason when TensorFlow is required', async () => {
    const { code, out, err } = await run(['--require', 'tensorflow', '--json']);
    expect(code).toBe(1);
    expect(JSON.parse(out).binding).toBeNull();
    expect(err).toBe(
      'tintype: provision: expected a native TensorFlow, found none: there is no C++ compiler: neither g++ nor clang++ answers\n',
    );
  });

  it('fetches nothing when it is off', async () => {
    installCompiler();
    const { code, out } = await run([], {
      TINTYPE_PROVISION: 'off',
      PIP_INDEX_URL: await serveEmptyIndex(),
    });
    expect(code).toBe(0);
    expect(out).toContain('TINTYPE_PROVISION=off: nothing is fetched');
    expect(requests).toEqual([]);
    expect(readdirSync(folder)).toEqual(['bin']);
  });

  it.each([
    [['--require', 'jax'], {}, 'tintype: provision: --require: expected tensorflow, got "jax"\n'],
    [[], { TINTYPE_PROVISION: 'of' }, 'tintype: TINTYPE_PROVISION: expected auto, gpu or off, got "of"\n'],
  ])('refuses %j %j', async (argv, env, err) => {
    expect(await run(argv, env)).toEqual({ code: 2, out: '', err });
  });
});

describe('tintype provision --for-run', () => {
  it('goes on without a network, in one line, and does not try again at once', async () => {
    installCompiler();
    const env = { PIP_INDEX_URL: await serveEmptyIndex() };
    const first = await run(['--for-run'], env);
    expect(first.code).toBe(0);
    expect(first.out).toMatch(
      /^provision no native TensorFlow: could not read http.*: the server answered 404 Not Found, and there is no pip to ask instead; the run uses WebGPU where there is a GPU, wasm otherwise\n$/,
    );
    expect(requests).toHaveLength(1);
    expect((await run(['--for-run'], env)).out).toContain('it failed a short while ago');
    expect(requests).toHaveLength(1);
    await run([], env);
    expect(requests).toHaveLength(2);
  });

  it('never fails: a mistyped variable fetches nothing', async () => {
    installCompiler();
    const { code, err } = await run(['--for-run'], { TINTYPE_PROVISION: 'of' });
    expect(code).toBe(0);
    expect(err).toBe(
      'provision: TINTYPE_PROVISION: expected auto, gpu or off, got "of"; nothing is fetched\n',
    );
  });
});
