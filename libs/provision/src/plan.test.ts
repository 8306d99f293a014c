import { describe, expect, it } from '@jest/globals';

import type { Binding } from './machine/find-binding.ts';
import type { FoundTensorFlow } from './machine/found-tensorflow.ts';
import type { Machine } from './machine/machine.ts';
import { FALL_BACK, planProvision, type Wish } from './plan.ts';

const machine: Machine = {
  platform: 'linux',
  arch: 'x64',
  node: '22.0.0',
  libc: { name: 'glibc', version: '2.36' },
  distributions: ['debian'],
  processor: { model: 'CPU', cores: 2, flags: ['avx', 'avx2'], avx: true },
  gpu: null,
  compiler: { command: ['g++'], version: 'g++ 12' },
  pip: null,
  tensorflows: [],
  cache: '/cache',
  freeBytes: 100e9,
  bindings: [],
  fetched: [],
};
const gpu = { name: 'NVIDIA H100', driver: '550.54.15' };
const cpuBinding: Binding = {
  addons: ['/cache/q.node', '/cache/b.node'],
  tensorflow: '2.21.0',
  variant: 'cpu',
  source: 'cpu.whl',
  libraries: [],
};
const inPython: FoundTensorFlow = {
  kind: 'folder',
  path: '/venv/tensorflow',
  folder: '/venv/tensorflow',
  origin: 'Python',
  version: '2.20.0',
  unusable: null,
};
const asked: FoundTensorFlow = {
  ...inPython,
  path: '/asked',
  folder: '/asked',
  origin: 'TINTYPE_TENSORFLOW',
};

function plan(facts: Partial<Machine> = {}, wish: Partial<Wish> = {}) {
  const complete = { gpu: false, off: false, failedBefore: null, ...wish };
  const { choice, reasons, hints } = planProvision({ ...machine, ...facts }, complete);
  const what =
    choice.kind === 'fetch'
      ? choice.set.variant
      : choice.kind === 'use'
        ? choice.binding
        : choice.kind === 'build'
          ? choice.tensorflow.path
          : null;
  return { kind: choice.kind, what, reasons: reasons.join('\n'), hints: hints.join('\n') };
}

describe('planProvision', () => {
  it('uses the binding that is built already, even without a compiler', () => {
    expect(plan({ bindings: [cpuBinding], compiler: null })).toMatchObject({
      kind: 'use',
      what: cpuBinding,
      hints: '',
    });
  });

  it('builds against a TensorFlow on the machine before it fetches one', () => {
    expect(plan({ tensorflows: [inPython] })).toMatchObject({ kind: 'build', what: '/venv/tensorflow' });
    expect(plan({ tensorflows: [inPython] }, { off: true })).toMatchObject({ kind: 'build' });
  });

  it('passes over one that does not fit, and says why', () => {
    const { kind, reasons } = plan({ tensorflows: [{ ...inPython, unusable: 'its version is 1.15' }] });
    expect(kind).toBe('fetch');
    expect(reasons).toContain('/venv/tensorflow (Python) is passed over: its version is 1.15');
  });

  it('builds what TINTYPE_TENSORFLOW names although another binding is built', () => {
    expect(plan({ tensorflows: [asked, inPython], bindings: [cpuBinding] })).toMatchObject({
      kind: 'build',
      what: '/asked',
    });
    const built: Binding = { ...cpuBinding, variant: 'found', source: '/asked' };
    expect(plan({ tensorflows: [asked], bindings: [cpuBinding, built] })).toMatchObject({
      kind: 'use',
      what: built,
    });
  });

  it('keeps the binding that is built when TINTYPE_TENSORFLOW names nothing usable', () => {
    const unusable = { ...asked, unusable: 'there is no such file or folder' };
    const facts = { tensorflows: [unusable], bindings: [cpuBinding], fetched: ['cpu'] as const };
    expect(plan(facts)).toMatchObject({ kind: 'use', what: cpuBinding });
    expect(plan(facts).reasons).toContain('there is no such file or folder');
  });

  it('fetches the CPU wheel otherwise, and says when its libraries are there', () => {
    expect(plan()).toMatchObject({ kind: 'fetch', what: 'cpu', hints: '' });
    expect(plan({ fetched: ['cpu'], freeBytes: 0 }, { off: true })).toMatchObject({
      kind: 'fetch',
      what: 'cpu',
    });
  });

  it.each([
    ['linux', 'arm64'],
    ['darwin', 'arm64'],
  ] as const)('fetches the CPU wheel on %s %s', (platform, arch) => {
    const libc = platform === 'linux' ? machine.libc : null;
    const processor = { ...machine.processor, avx: null };
    expect(plan({ platform, arch, libc, processor })).toMatchObject({ kind: 'fetch', what: 'cpu' });
  });

  it('recommends CUDA where a GPU is seen, and fetches it only when it is asked for', () => {
    const unasked = plan({ gpu });
    expect(unasked).toMatchObject({ kind: 'fetch', what: 'cpu' });
    expect(unasked.hints).toBe(
      'NVIDIA H100 is seen: "npx tintype provision --gpu" fetches TensorFlow for CUDA (3.38 GB)',
    );
    expect(plan({ gpu }, { gpu: true })).toMatchObject({ kind: 'fetch', what: 'cuda', hints: '' });
    expect(plan({ gpu, bindings: [cpuBinding] }, { gpu: true })).toMatchObject({ what: 'cuda' });
  });

  it.each([
    [{ gpu: null }, 'no CUDA: no NVIDIA GPU with a driver is seen here'],
    [
      { gpu: { name: 'K80', driver: '470.1' } },
      "no CUDA: NVIDIA's driver is 470.1, and CUDA 12 needs 525 or newer",
    ],
    [{ gpu, freeBytes: 5e9 }, 'no CUDA: the disk of /cache has 5 GB free, and 8 GB are needed'],
    [
      { gpu, arch: 'arm64', processor: { ...machine.processor, avx: null } },
      'no CUDA: TensorFlow 2.21.0 has no CUDA wheel for linux arm64',
    ],
  ] as const)('takes the CPU wheel when CUDA cannot be had: %j', (facts, reason) => {
    const { kind, what, reasons } = plan(facts, { gpu: true });
    expect([kind, what]).toEqual(['fetch', 'cpu']);
    expect(reasons).toContain(reason);
    expect(plan({ ...facts, bindings: [cpuBinding] }, { gpu: true })).toMatchObject({ kind: 'use' });
  });

  it.each([
    [{ compiler: null }, {}, 'there is no C++ compiler: neither g++ nor clang++ answers'],
    [{ freeBytes: 1e9 }, {}, 'the disk of /cache has 1 GB free, and 1.5 GB are needed'],
    [
      { platform: 'win32', libc: null },
      {},
      'on Linux and macOS with x64 or arm64 processors; this is win32 x64',
    ],
    [{ arch: 'ppc64' }, {}, 'this is linux ppc64'],
    [{ platform: 'darwin', libc: null }, {}, 'TensorFlow 2.21.0 has no wheel for darwin x64'],
    [{ libc: { name: 'musl', version: '' } }, {}, 'musl (as on Alpine), and TensorFlow'],
    [{ libc: { name: 'glibc', version: '2.17' } }, {}, 'need glibc 2.27 or newer, and this is 2.17'],
    [{ processor: { ...machine.processor, avx: false } }, {}, 'need a processor with AVX'],
    [{}, { off: true }, 'TINTYPE_PROVISION=off: nothing is fetched'],
    [{}, { failedBefore: 'it failed a short while ago' }, 'it failed a short while ago'],
  ] as const)('leaves it to another back end when %j %j', (facts, wish, reason) => {
    const { kind, reasons } = plan(facts, wish);
    expect(kind).toBe('none');
    expect(reasons).toContain(reason);
    expect(reasons).toContain(FALL_BACK);
  });

  it('says how to get a compiler, by the distribution', () => {
    expect(plan({ compiler: null }).hints).toContain('"apt-get install g++"');
    expect(plan({ compiler: null, distributions: ['rocky', 'rhel', 'fedora'] }).hints).toContain(
      '"dnf install gcc-c++"',
    );
    const pip = { command: ['python3', '-m', 'pip'], version: '25' };
    expect(plan({ compiler: null, pip }).hints).toContain(
      ', or without root "pip install ziglang" and CXX="python3 -m ziglang c++"',
    );
    expect(plan({ compiler: null, distributions: ['nixos'] }).hints).toContain('g++ from your distribution');
    expect(plan({ compiler: null, platform: 'darwin', libc: null }).hints).toContain(
      'xcode-select --install',
    );
  });

  it('says where a native binding could be had instead', () => {
    expect(plan({ libc: { name: 'musl', version: '' } }).hints).toContain('glibc, such as Debian');
    expect(plan({ platform: 'win32', libc: null }).hints).toContain('Windows Subsystem for Linux');
  });
});
