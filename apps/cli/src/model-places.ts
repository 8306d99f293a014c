import { join } from 'node:path';

import type { ModelPlaces } from '@tintype/pipeline/models';

import type { Option, Surroundings } from './command.ts';
import { dataFolder, WORKSPACE } from './workspace.ts';

/** The option of every command that takes a model. */
export const MODEL_OPTION = {
  type: 'string',
  value: 'model',
  default: 'bundled',
  help: 'bundled, a trained recipe, or a model folder (bundled)',
} as const satisfies Option;

/** Where such a model is looked for: recipes' in the data folder, the bundled one beside the program. */
export function modelPlaces(
  around: Pick<Surroundings, 'cwd' | 'env'>,
  data: string | undefined,
): ModelPlaces {
  return {
    cwd: around.cwd,
    data: dataFolder(around, data),
    bundled: join(WORKSPACE, 'data', 'models', 'bundled'),
    recipes: join(WORKSPACE, 'pipelines', 'pipeline', 'recipes'),
  };
}
