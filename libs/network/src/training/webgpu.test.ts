import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { beforeAll, describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import { normalFrom, rngFrom } from '@tintype/colour';
import { build } from 'esbuild';

import { openBackEnd } from '../backend/node-back-end.ts';
import { hasVulkanDriver } from '../backend/vulkan-drivers.ts';
import { webgpuOpener } from '../backend/webgpu-back-end.ts';
import { isSoftware } from '../backend/webgpu-device.ts';
import { batchReader } from '../batches/batch.ts';
import { findGeometry } from '../networks/geometry.ts';
import { buildNetwork, initialParameters } from '../networks/networks.ts';
import { variablesOf, writeParameters } from '../networks/parameters.ts';
import { localGradients } from '../optimise/gradients.ts';
import { softCrossEntropy } from '../optimise/loss.ts';
import { type NetworkSettings, RELU } from '../settings/network-settings.ts';
import { memoryCheckpoints } from '../testing/memory-checkpoints.ts';
import { PATCH, SMALL, smallGamut, syntheticPatches } from '../testing/synthetic-patches.ts';
import { train } from './node-train.ts';

const PROGRAM = `
import { Worker, isMainThread, parentPort } from 'node:worker_threads';
import * as tf from '@tensorflow/tfjs';
import { openBackEnd } from '../backend/node-back-end.ts';
if (isMainThread && process.argv[2] === 'worker') {
  const worker = new Worker(new URL(import.meta.url));
  worker.on('message', (text) => { process.stdout.write(text); worker.terminate(); });
} else {
  const { name } = await openBackEnd('webgpu');
  const [sum] = await tf.sum(tf.square(tf.tensor([1, 2, 3]))).data();
  const text = name + ' ' + sum + '\\n';
  if (isMainThread) process.stdout.write(text);
  else parentPort.postMessage(text);
}
`;

/** Inside the package, so that bundles find @tensorflow in node_modules as a built program does. */
async function distFolder(): Promise<string> {
  const dist = fileURLToPath(new URL('../../dist/', import.meta.url));
  await mkdir(dist, { recursive: true });
  return dist;
}

const HARDWARE = { vendor: 'nvidia', architecture: 'hopper', device: '', description: 'NVIDIA H100' };

describe('isSoftware', () => {
  it.each([
    { ...HARDWARE, vendor: 'google', architecture: 'swiftshader', description: 'SwiftShader driver 5.0.0' },
    { ...HARDWARE, vendor: 'mesa', architecture: '', description: 'llvmpipe (LLVM 15.0.6, 256 bits)' },
    { ...HARDWARE, vendor: 'microsoft', description: 'Microsoft Basic Render Driver' },
    { ...HARDWARE, isFallbackAdapter: true },
  ])('knows $description for a CPU', (facts) => {
    expect(isSoftware(facts)).toBe(true);
  });

  it.each([HARDWARE, { vendor: 'amd', architecture: 'rdna-3', device: '', description: '' }])(
    'takes %j for a GPU',
    (facts) => expect(isSoftware(facts)).toBe(false),
  );
});

describe('hasVulkanDriver', () => {
  it('believes what the environment names, and finds nothing in empty folders', () => {
    const empty = { HOME: '/nonexistent', XDG_DATA_DIRS: '/nonexistent', XDG_CONFIG_DIRS: '/nonexistent' };
    expect(hasVulkanDriver({ ...empty, VK_DRIVER_FILES: '/some/icd.json' })).toBe(true);
    expect(typeof hasVulkanDriver(empty)).toBe('boolean'); // /etc is looked into in any case
  });
});

/** Why there is no WebGPU here, or null. */
const missing = await webgpuOpener.open({ pinned: true }).then(
  () => null,
  (error: Error) => error.message,
);
const withDevice = missing === null ? describe : describe.skip;

withDevice(`the webgpu back end${missing === null ? '' : ` (skipped: ${missing})`}`, () => {
  beforeAll(async () => void (await openBackEnd('webgpu')));

  it('is what it says it is, and not the cpu that TensorFlow.js falls back to', async () => {
    const backEnd = await openBackEnd('webgpu');
    expect(backEnd).toMatchObject({ name: 'webgpu', version: expect.stringMatching(/^4\.22\.0 on Dawn \d/) });
    expect(tf.getBackend()).toBe('webgpu');
    expect((globalThis as { navigator?: { gpu?: unknown } }).navigator?.gpu).toBeUndefined();
  });

  it('is passed over by auto where its device is a CPU', async () => {
    const { name, passedOver } = await openBackEnd('auto');
    const reason = passedOver.find((other) => other.name === 'webgpu')?.reason;
    expect(name === 'tensorflow' || name === 'webgpu' || /is a CPU that plays a GPU/.test(reason ?? '')).toBe(
      true,
    );
  });

  it('has the loss and the gradient of the cpu back end', async () => {
    const [found, expected] = [await lossAndGradient('webgpu'), await lossAndGradient('cpu')];
    expect(Math.abs(found.value / expected.value - 1)).toBeLessThan(1e-5);
    expect(distance(found.gradient, expected.gradient)).toBeLessThan(1e-5);
  });

  it.each([SMALL.network, { kind: 'pretrained', width: 8, cut: 16, activation: RELU }] as const)(
    'has the gradient of the network $kind that the cpu back end has, and leaves no tensor behind',
    async (of) => {
      const [found, expected] = [await networkGradient('webgpu', of), await networkGradient('cpu', of)];
      expect(Math.abs(found.value / expected.value - 1)).toBeLessThan(1e-5);
      expect(distance(found.gradient, expected.gradient)).toBeLessThan(1e-4);
      expect(found.left).toBe(0);
    },
  );

  it('lets a program end, from its main thread and from a worker', async () => {
    const folder = await mkdtemp(join(await distFolder(), 'test-'));
    const stdin = { contents: PROGRAM, resolveDir: import.meta.dirname };
    const outfile = join(folder, 'program.mjs');
    const external = ['@tensorflow/*', 'webgpu', 'pbf'];
    await build({ stdin, outfile, bundle: true, format: 'esm', platform: 'node', external });
    for (const argument of ['here', 'worker']) {
      const { stdout } = await promisify(execFile)(process.execPath, [outfile, argument], {
        timeout: 20_000,
      });
      expect(stdout).toBe('webgpu 14\n');
    }
    await rm(folder, { recursive: true });
  });

  it('trains', async () => {
    const { curves, backEnd } = await train({
      settings: { ...SMALL, epochs: 2 },
      backEnd: 'webgpu',
      gamut: smallGamut(),
      weights: new Float32Array(9).fill(1),
      data: { train: syntheticPatches(18, 'train'), validation: syntheticPatches(8, 'validation') },
      checkpoints: memoryCheckpoints(),
      replicas: { count: 2, workerUrl: new URL('file:///unused') },
      signal: new AbortController().signal,
      now: () => 0,
      emit: () => undefined,
    });
    expect(backEnd.name).toBe('webgpu');
    expect(curves[1]?.validationLoss).toBeLessThan(curves[0]?.validationLoss ?? 0);
  });
});

async function lossAndGradient(backEnd: 'webgpu' | 'cpu') {
  await openBackEnd(backEnd);
  const [pixels, bins] = [300, 11]; // too many numbers for the back end's own shortcut through the CPU
  const index = Int32Array.from({ length: pixels * 3 }, (_, i) => (Math.floor(i / 3) + 4 * (i % 3)) % bins);
  const weight = Float32Array.from(index, (bin, i) => 0.05 + ((bin + i) % 7) / 10);
  const { value, grad } = tf.valueAndGrad((z) =>
    softCrossEntropy(
      z as tf.Tensor2D,
      tf.tensor2d(index, [pixels, 3], 'int32'),
      tf.tensor2d(weight, [pixels, 3]),
    ),
  )(tf.tensor2d(normals(pixels * bins), [pixels, bins]));
  return { value: (await value.data())[0] ?? NaN, gradient: await grad.data() };
}

async function networkGradient(backEnd: 'webgpu' | 'cpu', of: NetworkSettings) {
  await openBackEnd(backEnd);
  const gamut = smallGamut();
  const weights = Float32Array.from({ length: 9 }, (_, q) => 0.5 + q / 8);
  const { margin, stride } = findGeometry(of);
  const patches = syntheticPatches(2, 'patches', (PATCH - 2 * margin) / stride);
  const read = batchReader(patches, { gamut, weights, settings: { ...SMALL, network: of } });
  const batch = await read({ rows: Int32Array.of(0, 1), mirrored: new Uint8Array(2) });
  const network = buildNetwork(of, 9);
  writeParameters(variablesOf(network), initialParameters(of, network, new Float32Array(9), 3));
  const before = tf.memory().numTensors;
  const { gradient, loss } = await localGradients(network).of(batch, 0);
  const found = { gradient: await gradient.data(), value: (await loss.data())[0] ?? NaN };
  tf.dispose([gradient, loss]);
  const left = tf.memory().numTensors - before;
  network.dispose();
  return { ...found, left };
}

function normals(count: number): Float32Array {
  const normal = normalFrom(rngFrom('logits'));
  return Float32Array.from({ length: count }, () => normal());
}

/** The largest difference, relative to the largest value. */
function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Infinity;
  let [apart, scale] = [0, 0];
  for (let i = 0; i < b.length; i++) {
    apart = Math.max(apart, Math.abs((a[i] ?? NaN) - (b[i] ?? NaN)));
    scale = Math.max(scale, Math.abs(b[i] ?? NaN));
  }
  return apart / scale;
}
