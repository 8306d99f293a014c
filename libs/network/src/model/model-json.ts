import type { io } from '@tensorflow/tfjs';
import type { Gamut } from '@tintype/colour';
import { z } from 'zod';

import { findGeometry } from '../networks/geometry.ts';
import { savedNetwork } from '../settings/network-settings.ts';
import { type Decoding, type ModelMetadata, modelMetadata } from './model-metadata.ts';

/** A TensorFlow.js layers model, ready to be written into a folder; any browser opens it. */
export interface ModelFiles {
  readonly 'model.json': Uint8Array;
  readonly 'weights.bin': Uint8Array;
}

/** What `model.json` holds. */
export interface ModelJson extends io.ModelJSON {
  readonly userDefinedMetadata: { readonly tintype: ModelMetadata };
}

/** The weights in the order in which they lie in `weights.bin`. */
export function weightsOf({ weightsManifest }: ModelJson): io.WeightsManifestEntry[] {
  return weightsManifest.flatMap(({ weights }) => weights);
}

/** Bytes that a weight takes in `weights.bin`. */
export function bytesOf({ shape, quantization }: io.WeightsManifestEntry): number {
  return shape.reduce((size, side) => size * side, 1) * (quantization?.dtype === 'float16' ? 2 : 4);
}

/** Throws unless `weights.bin` is as long as its weights are. */
export function checkLength(weights: Uint8Array, entries: readonly io.WeightsManifestEntry[]): void {
  const expected = entries.reduce((sum, entry) => sum + bytesOf(entry), 0);
  if (weights.length === expected) return;
  throw new Error(
    `weights.bin: expected ${expected} bytes, got ${weights.length}; copy the model folder again`,
  );
}

/** What a saved model says of itself, without opening it; throws when the files are not a Tintype model. */
export function metadataIn(files: Pick<ModelFiles, 'model.json'>): ModelMetadata {
  return parseModelJson(files['model.json']).userDefinedMetadata.tintype;
}

/**
 * The `model.json` of a model that decodes otherwise; its weights stay. What is as in a model that does not say is left
 * out, so that the file of one that was not coherent before stays byte for byte.
 */
export function rewriteDecoding(modelJson: Uint8Array, decoding: Decoding): Uint8Array {
  parseModelJson(modelJson); // which throws unless it is one, and puts what it parses into an order of its own
  const json = parseJson(new TextDecoder().decode(modelJson)) as ModelJson;
  const { coherence: _, saturation: __, ...kept } = json.userDefinedMetadata.tintype;
  const { temperature, coherence, saturation } = decoding;
  const tintype: ModelMetadata = {
    ...{ ...kept, temperature },
    ...(coherence !== 0 && { coherence }),
    ...(saturation !== 1 && { saturation }),
  };
  return new TextEncoder().encode(JSON.stringify({ ...json, userDefinedMetadata: { tintype } }));
}

/**
 * What `model.json` holds, its metadata complete; the rest is as TensorFlow.js reads it.
 * Throws unless these are the bytes of a Tintype model's `model.json`.
 */
export function parseModelJson(bytes: Uint8Array): ModelJson {
  const json = parseJson(new TextDecoder().decode(bytes)) as Partial<ModelJson>;
  const given = json.userDefinedMetadata?.tintype;
  if (given?.formatVersion !== 1)
    throw new Error(
      `model.json: expected userDefinedMetadata.tintype.formatVersion 1, got ${String(given?.formatVersion)}; is this a Tintype model?`,
    );
  refuseKind(given.network);
  const tintype = parsePart(modelMetadata, given, 'userDefinedMetadata.tintype');
  refuseLogits(tintype);
  return { ...(json as ModelJson), userDefinedMetadata: { tintype } };
}

/** Throws where a network is of a kind that other versions of Tintype have. */
function refuseKind(network: { readonly kind?: string } | undefined): void {
  const kinds: readonly string[] = savedNetwork.shape.kind.options;
  const kind: unknown = network?.kind;
  if (typeof kind !== 'string' || kinds.includes(kind)) return;
  throw new Error(
    `model.json: userDefinedMetadata.tintype.network.kind: expected one of ${kinds.join(', ')}, got ${kind}; this version has no such network, so train a model anew`,
  );
}

/** Throws an error that names `place` unless `value` is as the schema says. */
export function parsePart<T>(schema: z.ZodType<T>, value: unknown, place: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Error(`model.json: ${place}: ${z.prettifyError(parsed.error)}; copy the model folder again`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error('model.json: expected JSON, got something else; copy the model folder again');
  }
}

/** What the logits of a network lie over. */
function logitsOf({ network }: Pick<ModelMetadata, 'network'>): NonNullable<ModelMetadata['logits']> {
  const { stride, margin } = findGeometry(network);
  return { stride, margin };
}

/** Throws where a model says of its logits what is not so of its network. */
function refuseLogits({ network, logits }: ModelMetadata): void {
  const { stride, margin } = logitsOf({ network });
  if (logits === undefined || (logits.stride === stride && logits.margin === margin)) return;
  throw new Error(
    `model.json: userDefinedMetadata.tintype.logits: expected stride ${stride} and margin ${margin} of the network ${network.kind}, got ${logits.stride} and ${logits.margin}; copy the model folder again`,
  );
}

/** A gamut as models keep it: bins are the exact numbers that they are. */
export function describeGamut({ kind, window, bins }: Gamut): ModelMetadata['gamut'] {
  const pairs = Array.from({ length: bins.length / 2 }, (_, q) => [...bins.subarray(2 * q, 2 * q + 2)]);
  return { kind, window, bins: pairs };
}

/** The metadata of a new model. */
export function metadataOf(
  gamut: Gamut,
  rest: Omit<ModelMetadata, 'formatVersion' | 'gamut' | 'logits'>,
): ModelMetadata {
  return { formatVersion: 1, gamut: describeGamut(gamut), ...rest, logits: logitsOf(rest) };
}

/** The gamut that a model predicts, as the rest of the program knows it. */
export function gamutOf({ gamut }: ModelMetadata): Gamut {
  return { kind: gamut.kind, window: gamut.window, bins: Float32Array.from(gamut.bins.flat()) };
}
