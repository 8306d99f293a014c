import * as tf from '@tensorflow/tfjs';

import { graphModel } from './graph/graph-model.ts';
import { foldBatchNorm } from './model/fold-batch-norm.ts';
import { type Model, modelOf } from './model/model.ts';
import type { ModelFiles } from './model/model-files.ts';
import { rebuildModel } from './model/rebuild-model.ts';

export { MOST_WIDTH } from './settings/network-settings.ts';

/**
 * As `loadModel`, for prediction in Node, of files that may come from anyone (see `rebuildModel`). Batch normalisation
 * is folded into the convolutions, and on `tensorflow` the whole network is one graph: quicker, the same up to float32
 * rounding.
 */
export async function loadFolded(files: ModelFiles): Promise<Model> {
  const { network, metadata } = rebuildModel(files);
  const folded = foldBatchNorm(network);
  return tf.getBackend() === 'tensorflow' ? graphModel(folded, metadata) : modelOf(folded, metadata);
}
