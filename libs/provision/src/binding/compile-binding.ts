import { readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import { complaintOf } from '../execute.ts';
import { ADDON, QUIET_ADDON } from '../machine/find-binding.ts';
import type { Compiler } from '../machine/find-compiler.ts';
import { libraryNames } from '../machine/libraries.ts';
import type { MachineAccess } from '../machine/machine-access.ts';
import { NODE_API } from '../versions.ts';
import { QUIET_SOURCE } from './quiet-source.ts';

/** What a compilation reads and writes. */
export interface Compilation {
  /** TensorFlow's folder with the libraries and `include`. */
  readonly tensorflow: string;
  /** An existing folder for the addons. */
  readonly folder: string;
  /** The folder of `@tensorflow/tfjs-node-gpu`, whose sources are used unchanged but for `withNamesPerThread`. */
  readonly tfjs: string;
  /** The headers of Node's stable ABI, which its own installation may lack. */
  readonly nodeApi: string;
}

/** Where npm put the sources and the headers. */
export function npmSources(): Pick<Compilation, 'tfjs' | 'nodeApi'> {
  const require = createRequire(import.meta.url);
  return {
    tfjs: dirname(require.resolve('@tensorflow/tfjs-node-gpu/package.json')),
    nodeApi: join(dirname(require.resolve('node-api-headers/package.json')), 'include'),
  };
}

/** Compiles the binding and what is loaded before it, in some ten seconds; throws with the compiler's complaint. */
export async function compileBinding(
  compiler: Compiler,
  compilation: Compilation,
  around: MachineAccess,
): Promise<void> {
  const { platform } = around.user;
  const { folder, tfjs } = compilation;
  const backend = await readFile(join(tfjs, 'binding', BACKEND_FILE), 'utf8');
  await writeFile(join(folder, QUIET_FILE), QUIET_SOURCE);
  await writeFile(join(folder, BACKEND_FILE), withNamesPerThread(backend));
  await compile(compiler, quietArguments(compilation, platform), around);
  await compile(compiler, bindingArguments(compilation, platform), around);
  for (const file of [QUIET_FILE, BACKEND_FILE]) await rm(join(folder, file));
}

async function compile(
  { command }: Compiler,
  args: readonly string[],
  { user, execute, signal }: MachineAccess,
): Promise<void> {
  const execution = await execute([...command, ...args], { env: user.env, signal });
  if (execution.code === 0) return;
  throw new Error(`${command.join(' ')} could not compile the binding: ${complaintOf(execution)}`);
}

const QUIET_FILE = 'quiet.cc';
const BACKEND_FILE = 'tfjs_backend.cc';
const SHARED_NAMES = 'static std::set<std::string> ATTR_NAME_SET;';

/**
 * All threads of a process keep the names of attributes in one set, without a lock: two that began together crashed one
 * `evaluate` in thirty. Each thread has a set of its own here. Throws when the source is not the one that this was
 * written for.
 */
export function withNamesPerThread(source: string): string {
  const changed = source.replace(SHARED_NAMES, SHARED_NAMES.replace('static', 'static thread_local'));
  if (changed !== source) return changed;
  throw new Error(
    `Internal error: ${BACKEND_FILE}: expected "${SHARED_NAMES}", found none; is there another guard of it now?`,
  );
}

/**
 * No node-gyp, no Python: one command. The libraries are named by their full paths and found again by the
 * rpath, which must be the real folder, as CUDA's libraries are found relative to it.
 */
export function bindingArguments(
  { tensorflow, folder, tfjs, nodeApi }: Compilation,
  platform: NodeJS.Platform,
): readonly string[] {
  const include = join(tensorflow, 'include');
  const sources = join(tfjs, 'binding');
  const headers = [nodeApi, include, join(include, 'external/local_tsl'), tfjs, sources];
  return [
    ...addonArguments(platform, headers),
    ...[join(folder, BACKEND_FILE), join(sources, 'tfjs_binding.cc')],
    ...libraryNames(platform).map((name) => join(tensorflow, name)),
    `-Wl,-rpath,${tensorflow}`,
    ...['-o', join(folder, ADDON)],
  ];
}

function quietArguments(
  { tensorflow, folder, nodeApi }: Compilation,
  platform: NodeJS.Platform,
): readonly string[] {
  const [, framework = ''] = libraryNames(platform);
  return [
    ...addonArguments(platform, [nodeApi]),
    `-DFRAMEWORK=${JSON.stringify(join(tensorflow, framework))}`,
    ...[join(folder, QUIET_FILE), '-o', join(folder, QUIET_ADDON)],
    ...(platform === 'linux' ? ['-ldl'] : []), // part of the C library itself only since glibc 2.34
  ];
}

function addonArguments(platform: NodeJS.Platform, headers: readonly string[]): readonly string[] {
  return [
    ...['-O2', '-shared', '-fPIC', '-std=c++17', `-DNAPI_VERSION=${NODE_API}`, '-DBUILDING_NODE_EXTENSION'],
    ...(platform === 'darwin' ? ['-undefined', 'dynamic_lookup'] : []), // Node itself brings the rest
    ...headers.map((folder) => `-I${folder}`),
  ];
}
