import * as tf from '@tensorflow/tfjs';

import { graphModel } from './graph/graph-model.ts';
import { type Model, modelOf } from './model/model.ts';
import type { ModelFiles } from './model/model-json.ts';
import { rebuildModel } from './model/rebuild-model.ts';

export { MOST_WIDTH } from './settings/network-settings.ts';

/**
 * As `loadModel`, for prediction in Node, of files that may come from anyone (see `rebuildModel`). On `tensorflow`
 * the whole network is one graph: quicker, the same up to float32 rounding.
 */
export async function loadRebuilt(files: ModelFiles): Promise<Model> {
  const { network, metadata } = rebuildModel(files);
  return tf.getBackend() === 'tensorflow' ? graphModel(network, metadata) : modelOf(network, metadata);
}
