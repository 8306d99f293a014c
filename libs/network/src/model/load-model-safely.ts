import { type Model, modelOf } from './model.ts';
import type { ModelFiles } from './model-json.ts';
import { rebuildModel } from './rebuild-model.ts';

/** As `loadModel`, of files that may come from anyone (see `rebuildModel`), on whatever back end is open. */
export async function loadModelSafely(files: ModelFiles): Promise<Model> {
  const { network, metadata } = rebuildModel(files);
  return modelOf(network, metadata);
}
