import { createRequire } from 'node:module';

import type { KernelBackend } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import { findBinding } from '@tintype/provision/binding';

import { activate, type BackEndOpener } from './back-end.ts';

const require = createRequire(import.meta.url);

const PACKAGE = '@tensorflow/tfjs-node-gpu'; // serves CPUs as well: what it runs on is up to the binding
const PRIORITY = 3; // as the package registers itself, before wasm's 2

/** TensorFlow's native library through tfjs-node-gpu's kernels and the binding that `npx tintype provision` built. */
export function tensorflowOpener(threads?: number): BackEndOpener {
  return {
    name: 'tensorflow',
    remedy: 'run `npx tintype provision`, which builds its native binding',
    async open() {
      setTensorFlow(process.env, threads);
      if (tf.findBackendFactory('tensorflow') === null) registerTensorFlow();
      await activate('tensorflow');
      const { isUsingGpuDevice, binding } = tf.backend() as unknown as NativeBackEnd;
      const device = isUsingGpuDevice ? 'GPU (CUDA)' : 'CPU, native';
      return { version: binding.TF_Version, device };
    },
  };
}

/** TensorFlow reads these once, when it is loaded, and there is no other way to tell it. What a person has set holds. */
function setTensorFlow(env: NodeJS.ProcessEnv, threads: number | undefined): void {
  env['TF_CPP_MIN_LOG_LEVEL'] ??= '2'; // its C++ start-up notes
  if (threads === undefined) return;
  env['TF_NUM_INTRAOP_THREADS'] ??= String(threads); // of one operation
  env['TF_NUM_INTEROP_THREADS'] ??= '1'; // operations at once: a network is a chain of them
}

/** What is used of the package's back end; its typings describe another tfjs-core version. */
interface NativeBackEnd extends KernelBackend {
  readonly isUsingGpuDevice: boolean;
  readonly binding: { readonly TF_Version: string };
}

interface BackEndModule {
  readonly NodeJSKernelBackend: new (binding: unknown, packageName: string) => NativeBackEnd;
}

/**
 * Does what the package's main module does for computing: that one looks for the binding in its own folder,
 * where no clean install leaves it, and loads an installer to do so.
 */
function registerTensorFlow(): void {
  const found = findBinding();
  if (found === null)
    throw new Error('no native binding is built for this machine: run `npx tintype provision`');
  const binding = found.addons.map((addon): unknown => require(addon)).at(-1);
  replaceOldUtil();
  require(`${PACKAGE}/dist/register_all_kernels`);
  const { NodeJSKernelBackend } = require(`${PACKAGE}/dist/nodejs_kernel_backend`) as BackEndModule;
  tf.registerBackend('tensorflow', () => new NodeJSKernelBackend(binding, PACKAGE), PRIORITY);
}

/** tfjs-node 4.22 calls two functions of `node:util` that Node 22 warns of and Node 23 removed (tfjs#8609). */
function replaceOldUtil(): void {
  const util: Record<string, unknown> = require('node:util');
  util['isNullOrUndefined'] = (value: unknown) => value === null || value === undefined;
  util['isArray'] = Array.isArray;
}
