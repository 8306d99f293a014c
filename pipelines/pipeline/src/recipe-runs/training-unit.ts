import { basename } from 'node:path';
import { parseArgs } from 'node:util';

import type { Unit } from '@tintype/executor';
import {
  buildRecipeSchema,
  completeRecipe,
  type Host,
  locateRecipe,
  type Pipeline,
  type RecipeRun,
  runAndTell,
} from '@tintype/stage';
import type { RemoteAddress } from '@tintype/store';

import { ofStage, runQuietly } from './run-quietly.ts';

/** The command of a pipeline's program that does a training. */
export const TRAIN_UNIT = 'train-unit';

/**
 * The training of a run, and what it needs where that is not there, as a program of its own. All that it has to know
 * are its arguments, so that it may run in another checkout, on the same store.
 */
export function toTrainingUnit(
  { pipeline, recipe, recipeFile, settings }: RecipeRun,
  { name }: Pipeline,
  { gpus, remote }: { readonly gpus: number; readonly remote: RemoteAddress | null },
): Unit {
  const named = { pipeline, recipe, of: basename(recipeFile, '.json'), settings: JSON.stringify(settings) };
  return {
    name: recipe,
    program: `pipelines/${name}/dist/main.js`,
    arguments: [TRAIN_UNIT, ...Object.entries(named).map(([option, value]) => `--${option}=${value}`)],
    gpus,
    environment: {
      TINTYPE_EXECUTOR: 'piscina', // its shards stay beside it
      ...(remote === null ? {} : { TINTYPE_REMOTE: remote.url, TINTYPE_REMOTE_MODE: remote.mode }),
    },
  };
}

/** What such a program does: it tells of the training alone. */
export async function trainUnit(pipeline: Pipeline, argv: readonly string[], host: Host): Promise<void> {
  const run = readRun(pipeline, argv, host);
  for (const stage of upToTraining(pipeline))
    if (stage.name === 'train') await runAndTell(stage, ofStage(run, stage), host);
    else await runQuietly(stage, run, host);
}

/** The stages as far as the training, in their order. */
export function upToTraining({ stages }: Pipeline): Pipeline['stages'] {
  return stages.slice(0, stages.findIndex(({ name }) => name === 'train') + 1);
}

function readRun({ stages }: Pipeline, argv: readonly string[], { recipes }: Host): RecipeRun {
  const text = { type: 'string', default: '' } as const;
  const options = { pipeline: text, recipe: text, of: text, settings: text };
  const { pipeline, recipe, of, settings } = parseArgs({ args: [...argv], options }).values;
  const recipeFile = locateRecipe(recipes, of);
  const complete = completeRecipe(JSON.parse(settings), `${TRAIN_UNIT} ${recipe}`, buildRecipeSchema(stages));
  return { pipeline, recipe, recipeFile, settings: complete };
}
