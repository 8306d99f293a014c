import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { makeZip } from '@tintype/download/testing';

import { npmSources, withNamesPerThread } from './binding/compile-binding.ts';
import { proveBinding } from './binding/prove-binding.ts';
import type { ProvisionEvent } from './events.ts';
import { type Execute, execute } from './execute.ts';
import { recentFailure } from './last-failure.ts';
import { findBinding, thisUser } from './machine/find-binding.ts';
import { provision, type ProvisionRequest, type ProvisionResult } from './provision.ts';

let folder = '';
let events: ProvisionEvent[] = [];
let programs: Record<string, Execute> = {};
let now = 1e12;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tintype-provision-'));
  [events, programs] = [[], { 'g++': compile, [process.execPath]: prove }];
  now = 1e12;
});
afterEach(() => rmSync(folder, { recursive: true }));

const fine = (stdout: string) => Promise.resolve({ code: 0, stdout, stderr: '' });

/** A compiler that says its version, or writes where it is told to. */
function compile(command: readonly string[]) {
  const target = command[command.indexOf('-o') + 1];
  if (command.includes('--version')) return fine('g++ (Fake) 1.2.3\n');
  if (target) writeFileSync(target, command.join(' '));
  return fine('');
}

/** A Node in which the binding works. */
function prove() {
  return fine('\n{"tensorflow":"2.20.0","gpu":false,"product":[19,22,43,50]}');
}

function user(env: Record<string, string>) {
  const index = 'http://127.0.0.1:1/simple'; // nobody listens on port 1
  return {
    env: { TINTYPE_CACHE: join(folder, 'cache'), PIP_INDEX_URL: index, ...env },
    platform: 'linux' as const,
    arch: 'x64',
    home: folder,
  };
}

function run(
  env: Record<string, string> = {},
  request: Partial<ProvisionRequest> = {},
): Promise<ProvisionResult> {
  return provision(
    { gpu: false, off: false, again: false, ...request },
    {
      user: user(env),
      execute: (command, options) =>
        programs[command[0] ?? '']?.(command, options) ??
        Promise.resolve({ code: null, stdout: '', stderr: 'no such program' }),
      signal: new AbortController().signal,
      glibc: '2.36',
      emit: (event) => events.push(event),
      clock: () => now,
    },
  );
}

const LIBRARIES = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'];

/** A TensorFlow as a Python environment has it. */
function writeTensorFlow(name: string, version = '2.20.0'): string {
  const site = join(folder, name);
  mkdirSync(join(site, 'tensorflow/include/tensorflow/c'), { recursive: true });
  mkdirSync(join(site, `tensorflow_cpu-${version}.dist-info`));
  writeFileSync(join(site, 'tensorflow/include/tensorflow/c/c_api.h'), '');
  for (const library of LIBRARIES) writeFileSync(join(site, 'tensorflow', library), library);
  return join(site, 'tensorflow');
}

function pythonWith(tensorflow: string): Execute {
  const answer = { python: '/bin/python3', pip: null, folder: tensorflow, tensorflow: null };
  return () => fine(`a greeting\n${JSON.stringify(answer)}\n`);
}

describe('provision', () => {
  it('builds against the TensorFlow of a Python environment, once', async () => {
    const tensorflow = writeTensorFlow('site');
    programs['python3'] = pythonWith(tensorflow);
    const { binding } = await run();
    expect(binding).toMatchObject({ tensorflow: '2.20.0', variant: 'found', source: tensorflow });
    expect(findBinding(user({}))).toEqual(binding);
    expect(events.map(({ type }) => type)).toEqual(['compile', 'prove']);
    const again = await run();
    expect([again.plan.choice.kind, again.binding]).toEqual(['use', binding]);
    expect(events).toHaveLength(2);
  });

  it('compiles the sources against both libraries by their real folder', async () => {
    const tensorflow = writeTensorFlow('site');
    const { binding } = await run({ TINTYPE_TENSORFLOW: tensorflow });
    const command = readFileSync(binding?.addons[1] ?? '', 'utf8');
    expect(command).toMatch(/^g\+\+ -O2 -shared -fPIC -std=c\+\+17 -DNAPI_VERSION=8 /);
    expect(command).toMatch(/\/tfjs_backend\.cc .*tfjs-node-gpu\/binding\/tfjs_binding\.cc /);
    for (const library of LIBRARIES) expect(command).toContain(` ${join(tensorflow, library)} `);
    expect(command).toContain(` -Wl,-rpath,${tensorflow} `);
  });

  it('compiles them unchanged but for the names of attributes, which each thread has for itself', async () => {
    const source = readFileSync(join(npmSources().tfjs, 'binding/tfjs_backend.cc'), 'utf8');
    const lines = source.split('\n');
    const changed = withNamesPerThread(source).split('\n');
    expect(changed.filter((line, i) => line !== lines[i])).toEqual([
      'static thread_local std::set<std::string> ATTR_NAME_SET;',
    ]);
    expect(() => withNamesPerThread('of another version')).toThrow('expected "static std::set');
  });

  it('unpacks the wheel that TINTYPE_TENSORFLOW names, and leaves it where it is', async () => {
    const wheel = join(folder, 'tensorflow_cpu-2.19.1-cp312-cp312-manylinux_2_17_x86_64.whl');
    const paths = [...LIBRARIES, 'include/tensorflow/c/c_api.h'].map((path) => `tensorflow/${path}`);
    writeFileSync(wheel, makeZip(paths.map((path) => ({ path, content: path }))));
    const { binding } = await run({ TINTYPE_TENSORFLOW: wheel });
    expect(binding).toMatchObject({ variant: 'found', source: wheel });
    expect(existsSync(wheel)).toBe(true);
    expect((await run({ TINTYPE_TENSORFLOW: wheel })).plan.choice.kind).toBe('use');
  });

  it.each([
    ['absent', 'there is no such file or folder'],
    ['empty', 'it has no libtensorflow_cc.so.2 and no libtensorflow_framework.so.2 and no include/'],
    ['old/tensorflow', 'its version is 2.9.1; 2.16 to 2.21 are known to fit'],
    ['some.whl', 'expected the name of a wheel, such as tensorflow_cpu-'],
    ['tensorflow-2.21.0-cp311-cp311-win_amd64.whl', 'it is made for cp311-cp311-win_amd64'],
  ])('says why it passes over TINTYPE_TENSORFLOW=%s', async (name, reason) => {
    mkdirSync(join(folder, 'empty'));
    writeTensorFlow('old', '2.9.1');
    for (const file of ['some.whl', 'tensorflow-2.21.0-cp311-cp311-win_amd64.whl'])
      writeFileSync(join(folder, file), '');
    const { plan, binding } = await run({ TINTYPE_TENSORFLOW: join(folder, name) }, { off: true });
    expect(binding).toBeNull();
    expect(plan.reasons[0]).toContain(`${join(folder, name)} (TINTYPE_TENSORFLOW) is passed over: ${reason}`);
  });

  it('builds again when a library has gone and come back as another one', async () => {
    const tensorflow = writeTensorFlow('site');
    programs['python3'] = pythonWith(tensorflow);
    await run();
    writeFileSync(join(tensorflow, 'libtensorflow_cc.so.2'), 'of another version');
    expect(findBinding(user({}))).toBeNull();
    expect((await run()).binding).not.toBeNull();
    expect(events.filter(({ type }) => type === 'compile')).toHaveLength(2);
  });

  it('lets nothing be found that does not work, and clears what a killed process left', async () => {
    programs[process.execPath] = () =>
      Promise.resolve({ code: 1, stdout: '', stderr: 'Error: undefined symbol: TF_NewStatus' });
    const drafts = join(folder, 'cache/bindings/.2.20.0-found-x');
    mkdirSync(drafts, { recursive: true });
    const { binding, failures } = await run({ TINTYPE_TENSORFLOW: writeTensorFlow('site') }, { off: true });
    expect(binding).toBeNull();
    expect(failures).toEqual([
      'the binding was built but does not work: expected the product 19,22,43,50: Error: undefined symbol: TF_NewStatus',
    ]);
    expect(readdirSync(join(folder, 'cache/bindings'))).toEqual([]);
  });

  it('says what the compiler complained about', async () => {
    programs['g++'] = (command) =>
      command.includes('--version')
        ? fine('g++')
        : Promise.resolve({
            code: 1,
            stdout: '',
            stderr: 'a.cc:1:1: error: no\n  1 | x\ncompilation ended\n',
          });
    const { failures } = await run({ TINTYPE_TENSORFLOW: writeTensorFlow('site') }, { off: true });
    expect(failures).toEqual(['g++ could not compile the binding: a.cc:1:1: error: no']);
  });

  it('goes on without a network, and asks again by itself after an hour', async () => {
    const { binding, failures, plan } = await run();
    expect([binding, plan.choice.kind]).toEqual([null, 'none']);
    expect(failures).toHaveLength(1);
    expect(failures[0]).toMatch(
      /^could not read http.*: fetch failed: .*, and there is no pip to ask instead$/,
    );
    expect(recentFailure(user({}), now + 1)?.reason).toBe(failures[0]);
    now += 59 * 60_000;
    expect((await run()).failures).toEqual([]);
    expect((await run({}, { again: true })).failures).toHaveLength(1);
    now += 61 * 60_000;
    expect((await run()).failures).toHaveLength(1);
  });

  it('goes on where the cache folder cannot be written, and says so', async () => {
    writeFileSync(join(folder, 'file'), '');
    const { binding, failures } = await run({ TINTYPE_CACHE: join(folder, 'file', 'cache') });
    expect(binding).toBeNull();
    expect(failures[0]).toMatch(/TINTYPE_CACHE names another folder$/);
  });

  it('ends when it is aborted', async () => {
    const signal = AbortSignal.abort();
    const options = { gpu: false, off: false, again: true };
    const around = { user: user({}), execute, signal, glibc: '2.36', emit: () => {}, clock: () => now };
    await expect(provision(options, around)).rejects.toMatchObject({ name: 'AbortError' });
  });
});

const built = findBinding();
const whenBuilt = built === null ? it.skip : it;

describe('the binding of this machine', () => {
  whenBuilt('multiplies matrices (skipped until "npx tintype provision" has built one)', async () => {
    if (built === null) throw new Error('Internal error: expected to be skipped');
    const around = { user: thisUser(), execute, signal: new AbortController().signal, glibc: null };
    expect((await proveBinding(built.addons, around)).tensorflow).toBe(built.tensorflow);
  });
});
