import { parseArgs } from 'node:util';

import {
  buildRecipeSchema,
  type Host,
  locateRecipe,
  type Pipeline,
  readRecipe,
  UserError,
} from '@tintype/stage';

import { describeScores } from '../evaluate/scores/describe-scores.ts';
import { crossValidate } from './cross-validate.ts';

/** `cross-validate --recipe=<name> --folds=<n>`: runs the folds and prints the scores of all photos together. */
export async function crossValidateRecipe(
  pipeline: Pipeline,
  argv: readonly string[],
  host: Host,
): Promise<void> {
  const { values } = parseArgs({
    args: [...argv],
    options: { recipe: { type: 'string', default: 'default' }, folds: { type: 'string', default: '5' } },
  });
  const folds = Number(values.folds);
  if (!Number.isInteger(folds) || folds < 2)
    throw new UserError(`cross-validate: --folds: expected a whole number ≥ 2, got ${values.folds}`, 2);
  const file = locateRecipe(host.recipes, values.recipe);
  const settings = await readRecipe(file, buildRecipeSchema(pipeline.stages));
  const recipe = { name: values.recipe, file, settings };
  const { scores, temperature, photos, result } = await crossValidate(pipeline, { recipe, folds }, host);
  const lines = [
    `${values.recipe}: ${photos} photos in ${folds} folds`,
    ...describeScores(scores, temperature),
  ];
  host.terminal.write(`${lines.join('\n')}\n\n${result}\n`);
}
