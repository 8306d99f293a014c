import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { BackEnd, BackEndChoice, Model, ModelFiles } from '@tintype/network';
import { digestModel } from '@tintype/network/digest';
import { openBackEnd } from '@tintype/network/node';
import { loadRebuilt } from '@tintype/network/rebuilt';
import { describeError, type Digest, isMissing } from '@tintype/store';

/** A model that is ready to colour, and what it computes on. */
export interface OpenedFolder {
  readonly model: Model;
  readonly backEnd: BackEnd;
  /** Of the model's files, as `colorizeFiles` needs it to know its own results again. */
  readonly digest: Digest;
}

/**
 * Opens the `model.json` and `weights.bin` of a folder on a back end: by default the fastest of `tensorflow`, `webgpu`,
 * `wasm` and `cpu` that there is. Throws when the folder holds no model, or when the back end that is asked for is missing.
 */
export async function openModelFolder(folder: string, choice: BackEndChoice = 'auto'): Promise<OpenedFolder> {
  const files: ModelFiles = {
    'model.json': await read(folder, 'model.json'),
    'weights.bin': await read(folder, 'weights.bin'),
  };
  const backEnd = await openBackEnd(choice);
  const model = await loadRebuilt(files).catch((error: unknown) => {
    throw new Error(`model ${folder}: ${describeError(error)}`, { cause: error });
  });
  return { model, backEnd, digest: digestModel(files) };
}

async function read(folder: string, file: keyof ModelFiles): Promise<Uint8Array> {
  return readFile(join(folder, file)).catch((cause: unknown) => {
    const found = isMissing(cause) ? 'found none; name the folder of a model' : describeError(cause);
    throw new Error(`model ${folder}: expected ${file}: ${found}`, { cause });
  });
}
