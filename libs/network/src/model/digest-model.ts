import { type Digest, digestJson, sha256 } from '@tintype/store';

import type { ModelFiles } from './model-json.ts';

/** Equal files colour alike, wherever they lie. */
export function digestModel(files: ModelFiles): Digest {
  return digestJson({
    'model.json': sha256(files['model.json']),
    'weights.bin': sha256(files['weights.bin']),
  });
}
