import { createRequire } from 'node:module';

import * as tf from '@tensorflow/tfjs';

import { activate, type BackEndOpener } from './back-end.ts';
import { hasVulkanDriver } from './vulkan-drivers.ts';

const require = createRequire(import.meta.url);

/** Any GPU with a Vulkan, Metal or Direct3D driver, through Dawn: Chromium's WebGPU as an addon of Node. */
export const webgpuOpener: BackEndOpener = {
  name: 'webgpu',
  remedy: 'it needs a GPU with its driver, and on Linux the package libvulkan1',
  async open({ pinned }) {
    const adapter = await (found ??= requestAdapter());
    const device = nameOf(adapter.info);
    if (!pinned && isSoftware(adapter.info))
      throw new Error(`its only device, ${device}, is a CPU that plays a GPU`);
    await registerOnce(adapter);
    await withNavigator(() => activate('webgpu'));
    const { version } = require('webgpu/package.json') as { version: string };
    return { version: `${tf.version.tfjs} on Dawn ${version}`, device };
  },
};

/** Kept: devices live as long as the object that Dawn's `create` returns. Node ends all the same. */
let gpu: GPU | undefined;
let found: Promise<GPUAdapter> | undefined;

async function requestAdapter(): Promise<GPUAdapter> {
  if (process.platform === 'linux' && !hasVulkanDriver(process.env))
    throw new Error('no Vulkan driver is installed here');
  const { create, globals } = await import('webgpu');
  Object.assign(globalThis, globals); // the back end finds its constants there
  gpu = create([]);
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (adapter === null) throw new Error('no driver here offers a device for WebGPU');
  return adapter;
}

/**
 * Registers the back end on our adapter. Its own registration would ask for an adapter again, and TensorFlow.js
 * falls back to `cpu` when that fails.
 */
async function registerOnce(adapter: GPUAdapter): Promise<void> {
  const { WebGPUBackend } = await import('@tensorflow/tfjs-backend-webgpu');
  if (tf.findBackendFactory('webgpu') !== null) return;
  tf.registerBackend('webgpu', async () => new WebGPUBackend(await requestDevice(adapter), adapter.info));
}

/** What TensorFlow.js needs more of than WebGPU promises everywhere; its own registration asks for the same. */
const LIMITS = [
  'maxComputeWorkgroupStorageSize',
  'maxComputeWorkgroupsPerDimension',
  'maxStorageBufferBindingSize',
  'maxBufferSize',
  'maxComputeWorkgroupSizeX',
  'maxComputeInvocationsPerWorkgroup',
] as const;

async function requestDevice(adapter: GPUAdapter): Promise<GPUDevice> {
  const requiredLimits = Object.fromEntries(LIMITS.map((name) => [name, adapter.limits[name]]));
  return adapter.requestDevice({ requiredLimits });
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

/** What an adapter says of itself; each may be empty. */
export interface AdapterFacts {
  readonly vendor: string;
  readonly architecture: string;
  readonly device: string;
  readonly description: string;
  readonly isFallbackAdapter?: boolean;
}

/** Whether a CPU does the work, slower than wasm would: Mesa's llvmpipe, Google's SwiftShader, Microsoft's WARP. */
export function isSoftware(facts: AdapterFacts): boolean {
  const { vendor, architecture, device, description } = facts;
  const named = [vendor, architecture, device, description].join(' ');
  return (
    facts.isFallbackAdapter === true ||
    /llvmpipe|lavapipe|softpipe|swiftshader|software|basic render|\bwarp\b/i.test(named)
  );
}

function nameOf({ description, device, architecture, vendor }: AdapterFacts): string {
  return [description, device, architecture, vendor].find((name) => name !== '') ?? 'unnamed GPU';
}
