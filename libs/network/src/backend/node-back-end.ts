import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import { type BackEnd, type BackEndChoice, cpuOpener, openBackEndFrom, wasmOpener } from './back-end.ts';
import { tensorflowOpener } from './native-tensorflow.ts';
import { webgpuOpener } from './webgpu-back-end.ts';

const require = createRequire(import.meta.url);

/**
 * Opens the best back end of this machine: `tensorflow`, else `webgpu`, else `wasm`, else `cpu`; or the pinned one.
 * `threads` are those that native TensorFlow computes with, if it is loaded into this process by this call; default: as
 * many as cores.
 */
export async function openBackEnd(choice: BackEndChoice, threads?: number): Promise<BackEnd> {
  return openBackEndFrom(choice, [
    tensorflowOpener(threads),
    webgpuOpener,
    wasmOpener(wasmFolder()),
    cpuOpener,
  ]);
}

function wasmFolder(): string {
  return join(dirname(require.resolve('@tensorflow/tfjs-backend-wasm')), '/');
}
