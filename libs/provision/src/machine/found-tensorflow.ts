import { existsSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import { askedTensorFlow } from './find-binding.ts';
import { headersIn, libraryNames } from './libraries.ts';
import type { MachineAccess } from './machine-access.ts';

/** A TensorFlow on the machine that a binding may be built against. */
export interface FoundTensorFlow {
  readonly kind: 'folder' | 'wheel';
  /** As it was named; by this the binding built against it is known. */
  readonly path: string;
  /** Where the libraries lie; of a wheel null, as it has to be unpacked. */
  readonly folder: string | null;
  readonly origin: 'TINTYPE_TENSORFLOW' | 'Python';
  readonly version: string | null;
  /** Why it cannot be used, or null. */
  readonly unusable: string | null;
}

/** The C API is stable; from 2.16 on the libraries and headers lie where the recipe expects them. */
const OLDEST = [2, 16] as const;
const NEWEST = [2, 21] as const;

/** What TINTYPE_TENSORFLOW names, or null when it is not set. */
export async function askedCandidate({ user }: MachineAccess): Promise<FoundTensorFlow | null> {
  const path = askedTensorFlow(user);
  if (path === null) return null;
  const origin = 'TINTYPE_TENSORFLOW';
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) {
    return {
      kind: 'folder',
      path,
      folder: null,
      origin,
      version: null,
      unusable: 'there is no such file or folder',
    };
  }
  if (stats.isFile()) return wheelCandidate(path, { user });
  const folder = existsSync(join(path, 'tensorflow')) ? join(path, 'tensorflow') : path; // site-packages serves too
  const candidate = await candidateIn(folder, { version: null, origin }, { user });
  return { ...candidate, path }; // the binding is found again by the path as it was given
}

function wheelCandidate(path: string, { user }: Pick<MachineAccess, 'user'>): FoundTensorFlow {
  const found = { kind: 'wheel', path, folder: null, origin: 'TINTYPE_TENSORFLOW' } as const;
  const [, version = null, tags = ''] =
    /^tensorflow[^-]*-([\d.]+)[^-]*-(.+)\.whl$/.exec(basename(path)) ?? [];
  if (version === null) {
    const unusable =
      'expected the name of a wheel, such as tensorflow_cpu-2.21.0-cp311-cp311-manylinux_2_27_x86_64.whl';
    return { ...found, version, unusable };
  }
  const unusable = wrongVersion(version) ?? (tagFits(tags, user) ? null : `it is made for ${tags}`);
  return { ...found, version, unusable };
}

function tagFits(tags: string, { platform, arch }: MachineAccess['user']): boolean {
  const system = platform === 'darwin' ? /macosx/ : /manylinux|linux/;
  const machine = arch === 'x64' ? /x86_64|universal2/ : /aarch64|arm64|universal2/;
  return system.test(tags) && machine.test(tags);
}

/** Whether the package in `folder` has all that is needed, and a version that fits. */
export async function candidateIn(
  folder: string,
  { version, origin }: Pick<FoundTensorFlow, 'version' | 'origin'>,
  { user }: Pick<MachineAccess, 'user'>,
): Promise<FoundTensorFlow> {
  const known = version ?? (await versionBeside(folder));
  const parts = [...libraryNames(user.platform), ...headersIn('include')];
  const absent = parts.filter((part) => !existsSync(join(folder, part)));
  const unusable = absent.length > 0 ? `it has no ${absent.join(' and no ')}` : wrongVersion(known);
  return { kind: 'folder', path: folder, folder, origin, version: known, unusable };
}

/** The version that the dist-info beside a package names, or null when there is none, as in unpacked wheels. */
async function versionBeside(folder: string): Promise<string | null> {
  const names = await readdir(dirname(folder));
  const infos = names.map((name) => /^tensorflow[a-z_]*-([\d.]+).*\.dist-info$/.exec(name)?.[1]);
  return infos.find((version) => version !== undefined) ?? null;
}

/** An unknown version is tried: the test of the built binding tells. */
function wrongVersion(version: string | null): string | null {
  if (version === null) return null;
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const fits = major === 2 && minor >= OLDEST[1] && minor <= NEWEST[1];
  return fits
    ? null
    : `its version is ${version}; ${OLDEST.join('.')} to ${NEWEST.join('.')} are known to fit`;
}
