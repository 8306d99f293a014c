import { parseArgs } from 'node:util';

import { buildRecipeSchema, type Host, locateRecipe, type Pipeline, readRecipe } from '@tintype/stage';

import { describeScores } from '../evaluate/scores/describe-scores.ts';
import { openTrainings, readCount, TRAINING_OPTIONS } from '../recipe-runs/open-trainings.ts';
import { crossValidate } from './cross-validate.ts';

const OPTIONS = {
  recipe: { type: 'string', default: 'default' },
  folds: { type: 'string', default: '5' },
  ...TRAINING_OPTIONS,
} as const;

/**
 * `cross-validate --recipe=<name> --folds=<n> [--at-once=<n>] [--gpus=<n>]`: runs the folds and prints the scores of
 * all photos together.
 */
export async function crossValidateRecipe(
  pipeline: Pipeline,
  argv: readonly string[],
  host: Host,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  const { values } = parseArgs({ args: [...argv], options: OPTIONS });
  const { recipe } = values;
  const folds = readCount('cross-validate: --folds', values.folds, 2);
  const trainings = openTrainings({ command: 'cross-validate', ...values }, host.workspace, environment);
  const recipeFile = locateRecipe(host.recipes, recipe);
  const settings = await readRecipe(recipeFile, buildRecipeSchema(pipeline.stages));
  const run = { pipeline: pipeline.name, recipe, recipeFile, settings };
  try {
    const { scores, temperature, photos, result } = await crossValidate(
      pipeline,
      { recipe: run, folds, trainings },
      host,
    );
    const lines = [`${recipe}: ${photos} photos in ${folds} folds`, ...describeScores(scores, temperature)];
    host.terminal.write(`${lines.join('\n')}\n\n${result}\n`);
  } finally {
    await trainings.units.close();
  }
}
