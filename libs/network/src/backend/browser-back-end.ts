import * as tf from '@tensorflow/tfjs';

import {
  activate,
  type BackEnd,
  type BackEndChoice,
  type BackEndOpener,
  cpuOpener,
  openBackEndFrom,
} from './back-end.ts';
import { threadedWasmOpener, type WasmFiles } from './threaded-wasm.ts';
import { isSoftwareName, nameAdapter, refuseSoftware, registerWebgpu } from './webgpu-device.ts';

/**
 * Opens the best back end of this browser, best in a worker: `webgpu` on a real GPU, else `wasm`, else `webgl` on a
 * real GPU, else `cpu`; or the pinned one.
 */
export async function openBrowserBackEnd(files: WasmFiles, choice: BackEndChoice = 'auto'): Promise<BackEnd> {
  return openBackEndFrom(choice, [webgpuOpener, threadedWasmOpener(files), webglOpener, cpuOpener]);
}

const webgpuOpener: BackEndOpener = {
  name: 'webgpu',
  remedy: 'use a browser with WebGPU on a machine with a GPU',
  async open({ pinned }) {
    const gpu = (navigator as Partial<Navigator>).gpu; // not there on pages without https, whatever its type says
    if (gpu === undefined) throw new Error('this browser does not offer it here');
    const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
    if (adapter === null) throw new Error('no GPU here offers it');
    if (!pinned) refuseSoftware(adapter.info);
    await registerWebgpu(adapter);
    await activate('webgpu');
    return { version: tf.version.tfjs, device: `GPU, ${nameAdapter(adapter.info)}` };
  },
};

const webglOpener: BackEndOpener = {
  name: 'webgl',
  remedy: 'use a browser with WebGL 2 on a machine with a GPU',
  async open({ pinned }) {
    const renderer = nameRenderer();
    if (!pinned && isSoftwareName(renderer))
      throw new Error(`its only device, ${renderer}, is a CPU that plays a GPU`);
    if (!tf.env().getBool('WEBGL_RENDER_FLOAT32_ENABLED'))
      throw new Error(`${renderer} computes with half precision alone`);
    await activate('webgl');
    return { version: tf.version.tfjs, device: `GPU, ${renderer}` };
  },
};

function nameRenderer(): string {
  const gl = new OffscreenCanvas(1, 1).getContext('webgl2');
  if (gl === null) throw new Error('this browser does not offer it here');
  const unmasked = gl.getExtension('WEBGL_debug_renderer_info')?.UNMASKED_RENDERER_WEBGL ?? gl.RENDERER;
  const name: unknown = gl.getParameter(unmasked);
  gl.getExtension('WEBGL_lose_context')?.loseContext(); // browsers allow few at once
  return String(name);
}
