import * as tf from '@tensorflow/tfjs';

import type { Precision } from '../settings/train-settings.ts';
import { registerCpuKernels } from './cpu-kernels.ts';

export type BackEndName = 'tensorflow' | 'webgpu' | 'wasm' | 'webgl' | 'cpu';
export type BackEndChoice = 'auto' | BackEndName;

/** What computes: one per process, since TensorFlow.js keeps its current back end in a global. */
export interface BackEnd {
  readonly name: BackEndName;
  readonly version: string;
  /** What it runs on, in words, e.g. `CPU, one thread, SIMD`. */
  readonly device: string;
  readonly precision: Precision;
  /** Those tried before this one and why each was not taken; empty when the first fitted or one was pinned. */
  readonly passedOver: readonly { readonly name: BackEndName; readonly reason: string }[];
}

/**
 * A way to a back end. `open` registers it and returns what it is; it throws when the back end is missing or, unless
 * it is pinned, when another one is better.
 */
export interface BackEndOpener {
  readonly name: BackEndName;
  /** What a person can do when a recipe pins this back end and it is missing. */
  readonly remedy: string;
  open(choice: { readonly pinned: boolean }): Promise<{ readonly version: string; readonly device: string }>;
}

/** The reference back end: plain JavaScript, exact and slow. */
export const cpuOpener: BackEndOpener = {
  name: 'cpu',
  remedy: 'it is part of @tensorflow/tfjs: run `npm ci`',
  async open() {
    await activate('cpu');
    registerCpuKernels();
    return { version: tf.version.tfjs, device: 'CPU, plain JavaScript' };
  },
};

/** WebAssembly from the `.wasm` files under `path` (a folder or URL that ends in `/`). */
export function wasmOpener(path: string): BackEndOpener {
  return {
    name: 'wasm',
    remedy: `it needs the .wasm files of @tensorflow/tfjs-backend-wasm under ${path}: run \`npm ci\``,
    async open() {
      const [wasm, { registerWasmKernels }] = await Promise.all([
        import('@tensorflow/tfjs-backend-wasm'),
        import('./wasm-kernels.ts'),
      ]);
      // The path is fixed once the module has been compiled; setting it again is an error there.
      if (tf.engine().registry['wasm'] === undefined) wasm.setWasmPaths(path);
      await activate('wasm');
      registerWasmKernels();
      const simd = (await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT')) === true;
      return { version: wasm.version_wasm, device: `CPU, one thread${simd ? ', SIMD' : ''}` };
    },
  };
}

/**
 * Opens the first back end of `openers` that is there (`auto`), or the pinned one.
 * Opening the same one again is harmless. Throws when none, or not the pinned one, can be opened.
 */
export async function openBackEndFrom(
  choice: BackEndChoice,
  openers: readonly BackEndOpener[],
): Promise<BackEnd> {
  tf.enableProdMode(); // else the cpu back end prints a banner on first use
  const passedOver: { name: BackEndName; reason: string }[] = [];
  for (const opener of openers) {
    if (choice !== 'auto' && choice !== opener.name) continue;
    try {
      return {
        name: opener.name,
        precision: 'float32',
        passedOver,
        ...(await opener.open({ pinned: choice !== 'auto' })),
      };
    } catch (error) {
      if (choice !== 'auto') throw missing(opener, error);
      passedOver.push({ name: opener.name, reason: firstLineOf(error) });
    }
  }
  const found = passedOver.map(({ name, reason }) => `${name}: ${reason}`).join('; ');
  throw new Error(`back end: expected ${choice} to open here, got none (${found || 'no opener for it'})`);
}

/** Makes `name` the current back end; TensorFlow.js answers a failure with `false`, or by taking another. */
export async function activate(name: BackEndName): Promise<void> {
  const accepted = await tf.setBackend(name);
  await tf.ready();
  if (accepted && tf.getBackend() === name) return;
  throw new Error(`TensorFlow.js did not take the back end ${name}; the current one is ${tf.getBackend()}`);
}

function missing(opener: BackEndOpener, cause: unknown): Error {
  const message = `back end: expected ${opener.name}, which is pinned, but it is missing: ${firstLineOf(cause)}. Remedy: ${opener.remedy}, or choose another back end`;
  return new Error(message, { cause });
}

/** The first line of an error, as a clause: the rest is advice for other set-ups. */
function firstLineOf(error: unknown): string {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).trim().split('\n', 1);
  return line.replace(/[.\s]+$/, '');
}
