import { readFile, statfs } from 'node:fs/promises';
import { cpus } from 'node:os';
import { dirname } from 'node:path';

import { isMissing } from '@tintype/store';

import { cacheFolder, type User } from '../cache-folder.ts';
import { type Binding, listBindings } from './find-binding.ts';
import { type Compiler, findCompiler } from './find-compiler.ts';
import { findGpu, type Gpu } from './find-gpu.ts';
import { findPython, type Pip } from './find-python.ts';
import { askedCandidate, type FoundTensorFlow } from './found-tensorflow.ts';
import { fetchedVariants } from './libraries.ts';
import type { MachineAccess } from './machine-access.ts';

/** All that is known of the machine before anything is decided. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly arch: string;
  readonly node: string;
  /** The C library: null where that is no question. */
  readonly libc: { readonly name: 'glibc' | 'musl'; readonly version: string } | null;
  /** ID and ID_LIKE of /etc/os-release. */
  readonly distributions: readonly string[];
  readonly processor: Processor;
  readonly gpu: Gpu | null;
  readonly compiler: Compiler | null;
  readonly pip: Pip | null;
  /** What was found by TINTYPE_TENSORFLOW and in Python environments, also what cannot be used. */
  readonly tensorflows: readonly FoundTensorFlow[];
  readonly cache: string;
  readonly freeBytes: number;
  /** Native bindings that are built, the preferred one first. */
  readonly bindings: readonly Binding[];
  /** TensorFlows that were fetched before and are unpacked. */
  readonly fetched: readonly ('cpu' | 'cuda')[];
}

export interface Processor {
  readonly model: string;
  readonly cores: number;
  /** Those of the flags that TensorFlow's speed depends on. */
  readonly flags: readonly string[];
  /** Whether it has AVX, without which TensorFlow's x86-64 wheels end in an illegal instruction. */
  readonly avx: boolean | null;
}

export async function lookAtMachine(access: MachineAccess): Promise<Machine> {
  const { user } = access;
  const [python, compiler, gpu, asked, processor, distributions, freeBytes] = await Promise.all([
    findPython(access),
    findCompiler(access),
    findGpu(access),
    askedCandidate(access),
    lookAtProcessor(user),
    distributionsOf(user),
    freeBytesAt(cacheFolder(user)),
  ]);
  return {
    platform: user.platform,
    arch: user.arch,
    node: process.versions.node,
    libc: libcOf(access),
    distributions,
    processor,
    gpu,
    compiler,
    pip: python.pip,
    tensorflows: asked === null ? python.tensorflows : [asked, ...python.tensorflows],
    cache: cacheFolder(user),
    freeBytes,
    bindings: listBindings(user),
    fetched: fetchedVariants(user),
  };
}

/** Node's report of itself names glibc, and nothing on musl. */
export function glibcOfNode(): string | null {
  if (process.platform !== 'linux') return null;
  Object.assign(process.report, { excludeNetwork: true }); // else it looks up the names of open connections
  const report = process.report.getReport() as { header?: { glibcVersionRuntime?: string } };
  return report.header?.glibcVersionRuntime ?? null;
}

function libcOf({ user, glibc }: MachineAccess): Machine['libc'] {
  if (user.platform !== 'linux') return null;
  return glibc === null ? { name: 'musl', version: '' } : { name: 'glibc', version: glibc };
}

const SPEED_FLAGS = ['avx', 'avx2', 'avx512f', 'avx512_bf16', 'amx_bf16', 'asimd', 'bf16'];

async function lookAtProcessor({ platform, arch }: User): Promise<Processor> {
  const { model, cores } = { model: cpus()[0]?.model.trim() ?? 'unknown', cores: cpus().length };
  if (platform !== 'linux') return { model, cores, flags: [], avx: null };
  const line = /^(?:flags|Features)\s*:(.*)$/m.exec(await readText('/proc/cpuinfo'))?.[1] ?? '';
  const all = line.trim().split(/\s+/);
  const flags = SPEED_FLAGS.filter((flag) => all.includes(flag));
  return { model, cores, flags, avx: arch === 'x64' && line !== '' ? flags.includes('avx') : null };
}

async function distributionsOf({ platform }: User): Promise<readonly string[]> {
  if (platform !== 'linux') return [];
  const text = await readText('/etc/os-release');
  return [...text.matchAll(/^ID(?:_LIKE)?="?([^"\n]*)"?$/gm)].flatMap(([, ids = '']) => ids.split(' '));
}

async function readText(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: unknown) => {
    if (isMissing(error)) return '';
    throw error;
  });
}

/** Free space where a folder is or will be; whether it can be made there shows when it is. */
async function freeBytesAt(folder: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch (error) {
    if (folder === dirname(folder)) throw error;
    return freeBytesAt(dirname(folder));
  }
}
