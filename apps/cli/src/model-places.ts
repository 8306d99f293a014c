import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ModelPlaces } from '@tintype/pipeline/models';
import { dataFolder } from './artefacts.ts';
import type { Option, Surroundings } from './command.ts';

/** The workspace that this program belongs to, whether it runs from `src` or from `dist`. */
const WORKSPACE = fileURLToPath(new URL('../../..', import.meta.url));

/** The workspace of the pipeline whose data lies around `cwd`, else the one that this program belongs to. */
export function workspaceAround(cwd: string): string {
  const workspace = dirname(dataFolder(cwd, undefined));
  return existsSync(join(workspace, 'pipelines')) ? workspace : WORKSPACE;
}

/** The option of every command that takes a model. */
export const MODEL_OPTION = {
  type: 'string',
  value: 'model',
  default: 'bundled',
  help: 'bundled, a recipe that has been trained, or a model folder (bundled)',
} as const satisfies Option;

/** Where such a model is looked for: recipes' in the data folder, the bundled one beside the program. */
export function modelPlaces({ cwd }: Pick<Surroundings, 'cwd'>, data: string | undefined): ModelPlaces {
  return {
    cwd,
    data: dataFolder(cwd, data),
    bundled: join(WORKSPACE, 'data', 'models', 'bundled'),
    recipes: join(WORKSPACE, 'pipelines', 'pipeline', 'recipes'),
  };
}
