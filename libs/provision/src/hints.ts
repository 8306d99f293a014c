import { showBytes } from '@tintype/terminal';

import type { Choice } from './choice.ts';
import type { Machine } from './machine/machine.ts';
import { OLDEST_DRIVER, wheelSetFor } from './wheels.ts';

/** How to get CUDA where a GPU is seen that the choice leaves alone. */
export function gpuHint({ gpu, platform, arch }: Machine, choice: Choice): string | null {
  const set = wheelSetFor('cuda', platform, arch);
  if (gpu === null || set === null || variantOf(choice) !== 'cpu') return null;
  if (gpu.driver !== null && Number.parseInt(gpu.driver) < OLDEST_DRIVER) {
    return `${gpu.name}: an NVIDIA driver from ${OLDEST_DRIVER} on lets TensorFlow use it`;
  }
  return `${gpu.name} is seen: "npx tintype provision --gpu" fetches TensorFlow for CUDA (${showBytes(set.bytes)})`;
}

/** Which TensorFlow a choice ends with; one without a native binding counts as CPU. */
function variantOf(choice: Choice): 'cpu' | 'cuda' | 'found' {
  if (choice.kind === 'use') return choice.binding.variant;
  if (choice.kind === 'fetch') return choice.set.variant;
  return choice.kind === 'build' ? 'found' : 'cpu';
}

/** By the ids of /etc/os-release. */
const INSTALL: Readonly<Record<string, string>> = {
  debian: 'apt-get install g++',
  ubuntu: 'apt-get install g++',
  fedora: 'dnf install gcc-c++',
  rhel: 'dnf install gcc-c++',
  suse: 'zypper install gcc-c++',
  arch: 'pacman -S gcc',
};

/** How to get a compiler where none is. */
export function compilerHint(machine: Machine, choice: Choice): string | null {
  const { compiler, platform, libc, distributions, pip } = machine;
  if (compiler !== null || choice.kind === 'use' || libc?.name === 'musl') return null;
  if (platform === 'darwin') return 'a C++ compiler: "xcode-select --install"';
  if (platform !== 'linux') return null;
  const known = distributions.map((id) => INSTALL[id]).find((command) => command !== undefined);
  const usual = known ? `"${known}"` : 'g++ from your distribution';
  return `a C++ compiler: ${usual}${pip === null ? '' : WITHOUT_ROOT}`;
}

/** Zig's compiler is a wheel of 100 MB; it takes a minute instead of ten seconds. */
const WITHOUT_ROOT = ', or without root "pip install ziglang" and CXX="python3 -m ziglang c++"';

/** Where the native binding could be had instead. */
export function platformHint({ platform, libc }: Machine): string | null {
  if (platform === 'win32') return 'the Windows Subsystem for Linux, where a native binding can be built';
  return libc?.name === 'musl' ? 'a system or container with glibc, such as Debian' : null;
}
