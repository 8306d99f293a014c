import * as tf from '@tensorflow/tfjs';

import { checkLength, type ModelFiles, parseModelJson, weightsOf } from './model-json.ts';
import type { ModelMetadata } from './model-metadata.ts';

/** Saves a network with its metadata. No time, path or host enters the bytes. */
export async function encodeModel(network: tf.LayersModel, metadata: ModelMetadata): Promise<ModelFiles> {
  network.setUserDefinedMetadata({ tintype: metadata });
  let saved: tf.io.ModelArtifacts | undefined;
  const handler = tf.io.withSaveHandler(async (artifacts) => {
    saved = artifacts;
    return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
  });
  await network.save(handler);
  if (saved === undefined) throw new Error('Internal error: expected TensorFlow.js to hand over the model');
  const { weightData, weightSpecs, ...rest } = saved;
  const weightsManifest = [{ paths: ['weights.bin'], weights: weightSpecs }];
  return {
    'model.json': new TextEncoder().encode(JSON.stringify({ ...rest, weightsManifest })),
    'weights.bin': new Uint8Array(tf.io.CompositeArrayBuffer.join(weightData)),
  };
}

/** Reads a saved network and its metadata; throws when the files are not a Tintype model. */
export async function decodeModel(
  files: ModelFiles,
): Promise<{ network: tf.LayersModel; metadata: ModelMetadata }> {
  const json = parseModelJson(files['model.json']);
  const weightSpecs = weightsOf(json);
  const weights = files['weights.bin'];
  checkLength(weights, weightSpecs);
  const weightData = new Uint8Array(weights).buffer; // a copy of its own: `slice` of a Buffer would share its pool
  const artifacts = { modelTopology: json.modelTopology, weightSpecs, weightData };
  const network = await tf.loadLayersModel(tf.io.fromMemory(artifacts));
  return { network, metadata: json.userDefinedMetadata.tintype };
}
