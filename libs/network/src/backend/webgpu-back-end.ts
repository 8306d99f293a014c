import { createRequire } from 'node:module';

import * as tf from '@tensorflow/tfjs';
import { readErrorCode } from '@tintype/store/neutral';
import type * as Dawn from 'webgpu';

import { activate, type BackEndOpener } from './back-end.ts';
import { hasVulkanDriver } from './vulkan-drivers.ts';
import { nameAdapter, refuseSoftware, registerWebgpu } from './webgpu-device.ts';

const require = createRequire(import.meta.url);

/** Any GPU with a Vulkan, Metal or Direct3D driver, through Dawn: Chromium's WebGPU as an addon of Node. */
export const webgpuOpener: BackEndOpener = {
  name: 'webgpu',
  remedy: 'it needs a GPU with its driver, and on Linux the package libvulkan1',
  async open({ pinned }) {
    const adapter = await (found ??= requestAdapter());
    if (!pinned) refuseSoftware(adapter.info);
    await registerWebgpu(adapter);
    await withNavigator(() => activate('webgpu'));
    const { version } = require('webgpu/package.json') as { version: string };
    return { version: `${tf.version.tfjs} on Dawn ${version}`, device: nameAdapter(adapter.info) };
  },
};

/** Kept: devices live as long as the object that Dawn's `create` returns. Node ends all the same. */
let gpu: GPU | undefined;
let found: Promise<GPUAdapter> | undefined;

async function requestAdapter(): Promise<GPUAdapter> {
  if (process.platform === 'linux' && !hasVulkanDriver(process.env))
    throw new Error('no Vulkan driver is installed here');
  const { create, globals } = await importDawn();
  Object.assign(globalThis, globals); // the back end finds its constants there
  gpu = create([]);
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (adapter === null) throw new Error('no driver here offers a device for WebGPU');
  return adapter;
}

/** Packages of Tintype leave it to their users, as it has 132 MB for five systems. */
async function importDawn(): Promise<typeof Dawn> {
  return import('webgpu').catch((cause: unknown) => {
    if (readErrorCode(cause) !== 'ERR_MODULE_NOT_FOUND') throw cause;
    throw new Error('the package webgpu is not installed: "npm install webgpu" beside this one adds it', {
      cause,
    });
  });
}

/** The back end's constructor looks for `navigator.gpu`; nothing else does, and other code takes it for a browser. */
async function withNavigator(work: () => Promise<void>): Promise<void> {
  const before = Object.getOwnPropertyDescriptor(globalThis, 'navigator');
  const value = { gpu, userAgent: 'node' };
  Object.defineProperty(globalThis, 'navigator', { value, configurable: true, writable: true });
  try {
    await work();
  } finally {
    if (before === undefined) Reflect.deleteProperty(globalThis, 'navigator');
    else Object.defineProperty(globalThis, 'navigator', before);
  }
}
