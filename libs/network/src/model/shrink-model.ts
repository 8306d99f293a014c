import type { io } from '@tensorflow/tfjs';

import { float16Bits } from './float16.ts';
import { bytesOf, type ModelFiles, parseModelJson, weightsOf } from './model-json.ts';

/**
 * A saved model with its kernels as float16, half as large, by the `quantization` that TensorFlow.js knows itself:
 * it reads them back as float32. Vectors (biases, normalisation) stay as they are: they are few and matter most.
 */
export function shrinkModel(files: ModelFiles): ModelFiles {
  const json = parseModelJson(files['model.json']);
  const weights = shrinkWeights(weightsOf(json), files['weights.bin']);
  const entries = weights.map(({ entry }) => entry);
  const weightsManifest = [{ paths: ['weights.bin'], weights: entries }];
  return {
    'model.json': new TextEncoder().encode(JSON.stringify({ ...json, weightsManifest })),
    'weights.bin': joined(weights.map(({ bytes }) => bytes)),
  };
}

interface Weight {
  readonly entry: io.WeightsManifestEntry;
  readonly bytes: Uint8Array;
}

function shrinkWeights(entries: readonly io.WeightsManifestEntry[], all: Uint8Array): readonly Weight[] {
  let offset = 0;
  return entries.map((entry) => {
    const bytes = all.slice(offset, (offset += bytesOf(entry)));
    return isKernel(entry) ? shrinkWeight(entry, bytes) : { entry, bytes };
  });
}

function isKernel({ shape, dtype, quantization }: io.WeightsManifestEntry): boolean {
  return shape.length > 1 && dtype === 'float32' && quantization === undefined;
}

function shrinkWeight(entry: io.WeightsManifestEntry, bytes: Uint8Array): Weight {
  const values = new Float32Array(new Uint8Array(bytes).buffer); // a copy: `bytes` of a Buffer may lie askew
  return {
    entry: { ...entry, quantization: { dtype: 'float16' } },
    bytes: new Uint8Array(float16Bits(values).buffer),
  };
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
