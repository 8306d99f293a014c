import { showBytes } from '@tintype/terminal';

import type { Choice } from './choice.ts';
import { compilerHint, gpuHint, platformHint } from './hints.ts';
import type { Binding } from './machine/find-binding.ts';
import type { Machine } from './machine/machine.ts';
import { TENSORFLOW_VERSION } from './versions.ts';
import { OLDEST_DRIVER, wheelSetFor } from './wheels.ts';

/** What the user wants. */
export interface Wish {
  /** `provision --gpu` or TINTYPE_PROVISION=gpu: the CUDA set may be fetched. */
  readonly gpu: boolean;
  /** TINTYPE_PROVISION=off: nothing is fetched. */
  readonly off: boolean;
  /** Why fetching failed a short while ago, so that it is not tried again yet; null when it may be tried. */
  readonly failedBefore: string | null;
}

export interface Plan {
  readonly choice: Choice;
  /** Why this and not another, most important first. */
  readonly reasons: readonly string[];
  /** What would make it faster. */
  readonly hints: readonly string[];
}

export const FALL_BACK = 'the run uses WebGPU where there is a GPU, wasm otherwise';

/** Decides from what is known of the machine alone; whether the network works shows when it is used. */
export function planProvision(machine: Machine, wish: Wish): Plan {
  const reasons: string[] = [];
  const choice = choose(machine, wish, reasons);
  return { choice, reasons, hints: hintsFor(machine, choice) };
}

function choose(machine: Machine, wish: Wish, reasons: string[]): Choice {
  const present = presentBinding(machine, wish, reasons);
  if (present !== null) return { kind: 'use', binding: present };
  const better = buildable(machine, wish, reasons);
  if (better.kind !== 'none') return better;
  const [binding] = machine.bindings;
  if (binding === undefined) {
    reasons.push(FALL_BACK);
    return better;
  }
  reasons.push(`the binding on TensorFlow ${binding.tensorflow} that is built already is used instead`);
  return { kind: 'use', binding };
}

/** The binding that is built already, unless the user asks for another one. */
function presentBinding({ bindings, ...machine }: Machine, wish: Wish, reasons: string[]): Binding | null {
  const asked = machine.tensorflows.find(({ origin }) => origin === 'TINTYPE_TENSORFLOW');
  const ofAsked = bindings.find(({ source }) => source === asked?.path);
  if (ofAsked !== undefined) {
    reasons.push('it was built before, against the TensorFlow that TINTYPE_TENSORFLOW names');
    return ofAsked;
  }
  const [binding] = bindings;
  if (binding === undefined || asked !== undefined) return null;
  if (wish.gpu && machine.gpu !== null && binding.variant === 'cpu') return null;
  reasons.push('it was built before, and its libraries are where they were');
  return binding;
}

function buildable(machine: Machine, wish: Wish, reasons: string[]): Choice {
  const obstacle = obstacleToBuilding(machine);
  if (obstacle !== null) {
    reasons.push(obstacle);
    return { kind: 'none' };
  }
  return fromMachine(machine, wish, reasons) ?? fromIndex(machine, wish, reasons);
}

function obstacleToBuilding({ platform, arch, libc, compiler }: Machine): string | null {
  const supported = platform === 'linux' || platform === 'darwin';
  if (!supported || !['x64', 'arm64'].includes(arch)) {
    return `a native binding can be built on Linux and macOS with x64 or arm64 processors; this is ${platform} ${arch}`;
  }
  if (libc?.name === 'musl') {
    return "this system's C library is musl (as on Alpine), and TensorFlow's libraries need glibc";
  }
  if (compiler === null) return 'there is no C++ compiler: neither g++ nor clang++ answers';
  return null;
}

function fromMachine({ tensorflows }: Machine, wish: Wish, reasons: string[]): Choice | null {
  for (const tensorflow of tensorflows) {
    const { origin, path, unusable } = tensorflow;
    const name = `the TensorFlow in ${path} (${origin})`;
    if (unusable !== null) reasons.push(`${name} is passed over: ${unusable}`);
    else if (wish.gpu && origin === 'Python')
      reasons.push(`${name} is passed over: it may be without CUDA, which was asked for`);
    else {
      reasons.push(`${name} is there already, so nothing has to be fetched`);
      return { kind: 'build', tensorflow };
    }
  }
  return null;
}

/** The CUDA set where it was asked for and fits, the CPU wheel otherwise. */
function fromIndex(machine: Machine, wish: Wish, reasons: string[]): Choice {
  if (wish.gpu) {
    const obstacle = obstacleToCuda(machine);
    const choice = obstacle ?? fetchable(machine, wish, 'cuda');
    if (typeof choice !== 'string')
      return because(choice, `${machine.gpu?.name} is there and CUDA was asked for`);
    reasons.push(`no CUDA: ${choice}`);
  }
  if (machine.bindings.length > 0) return { kind: 'none' }; // the one that is built is as good as a CPU wheel
  const choice = fetchable(machine, wish, 'cpu');
  if (typeof choice !== 'string') return because(choice, 'no TensorFlow that can be used is on this machine');
  reasons.push(choice);
  return { kind: 'none' };

  function because(chosen: Choice & { kind: 'fetch' }, reason: string): Choice {
    reasons.push(chosen.unpacked ? `${reason}; its libraries were fetched before` : reason);
    return chosen;
  }
}

function obstacleToCuda({ gpu }: Machine): string | null {
  if (gpu === null) return 'no NVIDIA GPU with a driver is seen here';
  if (gpu.driver === null || Number.parseInt(gpu.driver) >= OLDEST_DRIVER) return null;
  return `NVIDIA's driver is ${gpu.driver}, and CUDA 12 needs ${OLDEST_DRIVER} or newer`;
}

/** The set of a variant as a choice, or why it cannot be had. */
function fetchable(
  machine: Machine,
  wish: Wish,
  variant: 'cpu' | 'cuda',
): (Choice & { kind: 'fetch' }) | string {
  const { platform, arch, libc, processor, freeBytes, cache } = machine;
  const set = wheelSetFor(variant, platform, arch);
  if (set === null)
    return `TensorFlow ${TENSORFLOW_VERSION} has no ${variant === 'cuda' ? 'CUDA ' : ''}wheel for ${platform} ${arch}`;
  if (processor.avx === false) return "TensorFlow's wheels need a processor with AVX, and this one has none";
  if (set.glibc !== null && libc !== null && isOlder(libc.version, set.glibc))
    return `TensorFlow's wheels need glibc ${set.glibc.join('.')} or newer, and this is ${libc.version}`;
  if (machine.fetched.includes(variant)) return { kind: 'fetch', set, unpacked: true };
  if (wish.off) return 'TINTYPE_PROVISION=off: nothing is fetched';
  if (freeBytes < set.needsBytes)
    return `the disk of ${cache} has ${showBytes(freeBytes)} free, and ${showBytes(set.needsBytes)} are needed`;
  if (wish.failedBefore !== null) return wish.failedBefore;
  return { kind: 'fetch', set, unpacked: false };
}

function isOlder(version: string, [major, minor]: readonly [number, number]): boolean {
  const [ownMajor = 0, ownMinor = 0] = version.split('.').map(Number);
  return ownMajor < major || (ownMajor === major && ownMinor < minor);
}

function hintsFor(machine: Machine, choice: Choice): readonly string[] {
  return [gpuHint(machine, choice), compilerHint(machine, choice), platformHint(machine)].filter(
    (hint) => hint !== null,
  );
}
