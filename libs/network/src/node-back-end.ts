import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import type { BackEnd, BackEndChoice, BackEndOpener } from './back-end.ts';
import { activate, cpuOpener, openBackEndFrom, wasmOpener } from './back-end.ts';

const require = createRequire(import.meta.url);

/** TensorFlow's native library through tfjs-node-gpu, whose addon is built by `npx tintype provision`. */
const tensorflowOpener: BackEndOpener = {
  name: 'tensorflow',
  remedy: 'run `npx tintype provision` to build its native addon',
  async open() {
    process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2'; // TensorFlow's C++ start-up notes
    restoreRemovedUtil();
    const native: unknown = require('@tensorflow/tfjs-node-gpu');
    await activate('tensorflow');
    return describeNative(native);
  },
};

/** Opens the best back end of this machine: `tensorflow`, else `wasm`, else `cpu`; or the pinned one. */
export async function openBackEnd(choice: BackEndChoice): Promise<BackEnd> {
  return openBackEndFrom(choice, [tensorflowOpener, wasmOpener(wasmFolder()), cpuOpener]);
}

function wasmFolder(): string {
  return join(dirname(require.resolve('@tensorflow/tfjs-backend-wasm')), '/');
}

/** tfjs-node 4.22 calls two functions of `node:util` that Node 23 removed (tfjs#8609). */
function restoreRemovedUtil(): void {
  const util: Record<string, unknown> = require('node:util');
  util['isNullOrUndefined'] ??= (value: unknown) => value === null || value === undefined;
  util['isArray'] ??= Array.isArray;
}

interface NativeTensorFlow {
  version: { 'tfjs-node': string };
  backend(): { isUsingGpuDevice: boolean; binding: { TF_Version: string } };
}

function describeNative(native: unknown): { version: string; device: string } {
  const tf = native as NativeTensorFlow; // its typings describe another tfjs-core version
  const { isUsingGpuDevice, binding } = tf.backend();
  const version = `${tf.version['tfjs-node']} on TensorFlow ${binding.TF_Version}`;
  return { version, device: isUsingGpuDevice ? 'GPU (CUDA)' : 'CPU, native' };
}
