import type { BackEnd, BackEndChoice, Model, ModelFiles } from '@tintype/network';
import { digestModel } from '@tintype/network/digest';
import { UserError } from '@tintype/stage';
import { describeError, type Digest } from '@tintype/store';

import { findModel, type FoundModel, type ModelPlaces, refuseIncomplete } from './find-model.ts';

export { BUNDLED, ENCODER, findModel, type FoundModel, type ModelPlaces } from './find-model.ts';

/** A model that is ready to colour. */
export interface OpenedModel {
  readonly model: Model;
  readonly backEnd: BackEnd;
  readonly found: FoundModel;
  /** Of the model's files. */
  readonly digest: Digest;
}

/** Where a model computes: the back end is opened first. */
export interface ModelEngine {
  openBackEnd(choice: BackEndChoice): Promise<BackEnd>;
  /** Of files that may come from anyone. */
  loadModel(files: ModelFiles): Promise<Model>;
}

/** In this thread; TensorFlow.js is loaded by the first call. */
export const localEngine: ModelEngine = {
  openBackEnd: async (choice) => (await import('@tintype/network/node')).openBackEnd(choice),
  loadModel: async (files) => (await import('@tintype/network/rebuilt')).loadRebuilt(files),
};

/**
 * Opens the model that a person names (see `findModel`) on a back end; the only way in which commands do.
 * Throws a UserError that says what there is, or what is wrong with it.
 */
export async function openModel(
  name: string,
  places: ModelPlaces,
  choice: BackEndChoice = 'auto',
  engine = localEngine,
): Promise<OpenedModel> {
  const found = await findModel(name, places);
  const files = await readModelFiles(found);
  const backEnd = await engine.openBackEnd(choice);
  const model = await engine.loadModel(files).catch((error: unknown) => {
    throw new UserError(`model ${found.place}: ${describeError(error)}`);
  });
  return { model, backEnd, found, digest: digestModel(files) };
}

/** The two files of TensorFlow.js. */
export async function readModelFiles({ place, readIfThere }: FoundModel): Promise<ModelFiles> {
  const read = async (file: keyof ModelFiles) => (await readIfThere(file)) ?? refuseIncomplete(place, file);
  return { 'model.json': await read('model.json'), 'weights.bin': await read('weights.bin') };
}
