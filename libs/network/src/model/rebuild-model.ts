import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';

import type { ModelFiles, ModelMetadata } from './model-files.ts';
import { checkLength, parseModelJson } from './model-files.ts';
import { buildNetwork } from '../networks/networks.ts';

const positive = z.number().positive();
const activation = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('relu') }),
  z.object({ kind: z.literal('leaky-relu'), a: positive }),
  z.object({ kind: z.literal('prelu'), start: z.number() }),
  z.object({ kind: z.literal('elu') }),
  z.object({
    kind: z.literal('rrelu'),
    lower: positive,
    upper: positive,
    form: z.enum(['divide', 'multiply']),
    draw: z.enum(['element', 'batch']),
    seed: z.int(),
  }),
]);

/** No recipe may be wider; what is built before the weights are compared has at most 517 MB then (zhang, all bins). */
export const MOST_WIDTH = 128;
const MOST_BINS = 1024;
const ab = z.number().min(-128).max(128);

const metadataSchema: z.ZodType<ModelMetadata> = z.object({
  formatVersion: z.literal(1),
  gamut: z.object({
    kind: z.enum(['dataset', 'hull']),
    window: positive,
    bins: z
      .array(z.tuple([ab, ab]))
      .min(1)
      .max(MOST_BINS),
  }),
  network: z.object({
    kind: z.enum(['article', 'encoder-decoder', 'zhang']),
    width: z.int().min(1).max(MOST_WIDTH),
    activation: activation.exactOptional(),
  }),
  lightness: z.object({ mean: z.number(), scale: positive }),
  temperature: z.number().positive().max(1),
  targets: z
    .object({
      targets: z.enum(['nearest', 'stencil']).exactOptional(),
      neighbours: z.int().min(1),
      sigma: positive,
    })
    .exactOptional(),
  trainedOn: z.object({ backEnd: z.string(), version: z.string() }),
});

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
  const metadata = parse(metadataSchema, json.userDefinedMetadata.tintype, 'userDefinedMetadata.tintype');
  const groups = parse(manifestSchema, json.weightsManifest, 'weightsManifest');
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

function parse<T>(schema: z.ZodType<T>, value: unknown, place: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Error(`model.json: ${place}: ${z.prettifyError(parsed.error)}; copy the model folder again`);
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

function isFinite(tensor: tf.Tensor): boolean {
  return tf.tidy(() => tf.all(tf.isFinite(tensor)).dataSync()[0] === 1);
}
