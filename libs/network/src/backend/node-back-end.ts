import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import { type BackEnd, type BackEndChoice, cpuOpener, openBackEndFrom, wasmOpener } from './back-end.ts';
import { tensorflowOpener } from './native-tensorflow.ts';
import { webgpuOpener } from './webgpu-back-end.ts';

const require = createRequire(import.meta.url);

/** Opens the best back end of this machine: `tensorflow`, else `webgpu`, else `wasm`, else `cpu`; or the pinned one. */
export async function openBackEnd(choice: BackEndChoice): Promise<BackEnd> {
  return openBackEndFrom(choice, [tensorflowOpener, webgpuOpener, wasmOpener(wasmFolder()), cpuOpener]);
}

function wasmFolder(): string {
  return join(dirname(require.resolve('@tensorflow/tfjs-backend-wasm')), '/');
}
