import * as tf from '@tensorflow/tfjs';

/** What TensorFlow.js needs more of than WebGPU promises everywhere; its own registration asks for the same. */
const LIMITS = [
  'maxComputeWorkgroupStorageSize',
  'maxComputeWorkgroupsPerDimension',
  'maxStorageBufferBindingSize',
  'maxBufferSize',
  'maxComputeWorkgroupSizeX',
  'maxComputeInvocationsPerWorkgroup',
] as const;

/** What an adapter says of itself; each may be empty. */
export interface AdapterFacts {
  readonly vendor: string;
  readonly architecture: string;
  readonly device: string;
  readonly description: string;
  readonly isFallbackAdapter?: boolean;
}

let registered: GPUAdapter | undefined;

/**
 * Registers the back end on an adapter, in the place of its own registration, which would ask for an adapter again:
 * TensorFlow.js falls back to `cpu` when that fails.
 */
export async function registerWebgpu(adapter: GPUAdapter): Promise<void> {
  const { WebGPUBackend } = await import('@tensorflow/tfjs-backend-webgpu');
  if (registered === adapter) return;
  registered = adapter;
  if (tf.findBackendFactory('webgpu') !== null) tf.removeBackend('webgpu');
  tf.registerBackend('webgpu', async () => new WebGPUBackend(await requestDevice(adapter), adapter.info));
}

async function requestDevice(adapter: GPUAdapter): Promise<GPUDevice> {
  const requiredLimits = Object.fromEntries(LIMITS.map((name) => [name, adapter.limits[name]]));
  return adapter.requestDevice({ requiredLimits });
}

/** Throws where a CPU plays the GPU, which wasm is faster than. */
export function refuseSoftware(facts: AdapterFacts): void {
  if (isSoftware(facts)) throw new Error(`its only device, ${nameAdapter(facts)}, is a CPU that plays a GPU`);
}

/** Whether a CPU does the work, slower than wasm would: Mesa's llvmpipe, Google's SwiftShader, Microsoft's WARP. */
export function isSoftware(facts: AdapterFacts): boolean {
  const { vendor, architecture, device, description } = facts;
  return (
    facts.isFallbackAdapter === true || isSoftwareName([vendor, architecture, device, description].join(' '))
  );
}

/** Whether a renderer is one of those by its name. */
export function isSoftwareName(name: string): boolean {
  return /llvmpipe|lavapipe|softpipe|swiftshader|software|basic render|\bwarp\b/i.test(name);
}

export function nameAdapter({ description, device, architecture, vendor }: AdapterFacts): string {
  return [description, device, architecture, vendor].find((name) => name !== '') ?? 'unnamed GPU';
}
