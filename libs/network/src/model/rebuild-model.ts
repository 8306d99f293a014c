import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';

import { buildNetwork } from '../networks/networks.ts';
import { checkLength, type ModelFiles, parseModelJson, parsePart } from './model-json.ts';
import type { ModelMetadata } from './model-metadata.ts';

const weightsSchema = z.object({
  name: z.string(),
  shape: z.array(z.int().min(1)),
  dtype: z.literal('float32'),
  quantization: z.object({ dtype: z.literal('float16') }).exactOptional(),
});
const manifestSchema = z.array(z.object({ weights: z.array(weightsSchema) }));

/**
 * A network from a model's files, which may come from anyone: it is built from its settings, and of the files only
 * numbers get into it. The layers that `model.json` describes for other programs are not read.
 * Throws when settings or weights are not those of a Tintype model.
 */
export function rebuildModel(files: ModelFiles): { network: tf.LayersModel; metadata: ModelMetadata } {
  const json = parseModelJson(files['model.json']);
  const metadata = json.userDefinedMetadata.tintype;
  const groups = parsePart(manifestSchema, json.weightsManifest, 'weightsManifest');
  const entries = groups.flatMap(({ weights }) => weights);
  checkLength(files['weights.bin'], entries);
  const network = buildNetwork(metadata.network, metadata.gamut.bins.length);
  try {
    checkShapes(entries, network);
    setWeights(network, entries, files['weights.bin']);
    return { network, metadata };
  } catch (error) {
    network.dispose();
    throw error;
  }
}

/** A weight is known by its place, as layers may be named anew. */
function checkShapes(entries: readonly tf.io.WeightsManifestEntry[], { weights }: tf.LayersModel): void {
  const shapeOf = (shape: readonly (number | null)[] | undefined) => shape?.join(' × ') ?? 'nothing';
  for (let i = 0; i < Math.max(weights.length, entries.length); i++) {
    const [expected, got] = [shapeOf(weights[i]?.shape), shapeOf(entries[i]?.shape)];
    if (expected !== got)
      throw new Error(
        `model.json: weightsManifest: expected ${expected} for ${weights[i]?.originalName ?? `weight ${i + 1}`}, got ${got}; copy the model folder again`,
      );
  }
}

function setWeights(
  network: tf.LayersModel,
  entries: readonly tf.io.WeightsManifestEntry[],
  bytes: Uint8Array,
): void {
  const buffer = new Uint8Array(bytes).buffer; // a copy of its own: `slice` of a Buffer would share its pool
  const numbered = entries.map((entry, i) => ({ ...entry, name: String(i) })); // two may have one name
  const tensors = Object.values(tf.io.decodeWeights(buffer, numbered)); // in the order of their numbers
  const allFinite = tensors.every(isFinite);
  if (allFinite) network.setWeights(tensors);
  tf.dispose(tensors);
  if (!allFinite) throw new Error('weights.bin: expected finite numbers; copy the model folder again');
}

/** Without computing anything: not every device lets what it has computed be read at once. */
function isFinite(tensor: tf.Tensor): boolean {
  for (const value of tensor.dataSync()) if (!Number.isFinite(value)) return false;
  return true;
}
