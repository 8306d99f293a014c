import { dirname, relative } from 'node:path';

import {
  buildRecipeSchema,
  completeRecipe,
  type Pipeline,
  readJsonFile,
  readRecipe,
  type RecipeRun,
  UserError,
} from '@tintype/stage';
import { canonicalJson, type Json } from '@tintype/store';
import { z } from 'zod';

import { applyCombination, nameCombination } from './combined-recipe.ts';
import { type Combination, readGrid } from './grid.ts';

/** A recipe with some settings of its own. */
export interface CombinedRun {
  readonly combination: Combination;
  /** The whole recipe as a person would have written it. */
  readonly written: Json;
  readonly run: RecipeRun;
}

interface Asked {
  readonly recipe: string;
  readonly recipeFile: string;
  /** The file with the combinations. */
  readonly grid: string;
}

/**
 * The recipe with each combination of a grid, checked by the schemas of the stages.
 *
 * @throws UserError (exit code 2) that names the file, the setting, what was expected and what was found
 */
export async function listRuns(
  { name: pipeline, stages }: Pipeline,
  { recipe, recipeFile, grid }: Asked,
): Promise<readonly CombinedRun[]> {
  const schema = buildRecipeSchema(stages);
  const complete = await readRecipe(recipeFile, schema);
  const place = relative(dirname(dirname(recipeFile)), recipeFile);
  const base = z.json().parse(await readJsonFile(recipeFile, { place, missing: 'no such recipe' }));
  const runs = (await readGrid(grid)).map((combination) => {
    const written = applyCombination(base, complete, combination);
    const settings = completeRecipe(written, grid, schema);
    const named = nameCombination(recipe, combination);
    return { combination, written, run: { pipeline, recipe: named, recipeFile, settings } };
  });
  refuseTwins(runs, grid);
  return runs;
}

/** Two combinations that make the same recipe would be one result under two names. */
function refuseTwins(runs: readonly CombinedRun[], grid: string): void {
  const seen = new Map<string, Combination>();
  for (const { combination, run } of runs) {
    const key = canonicalJson(run.settings);
    const twin = seen.get(key);
    if (twin !== undefined)
      throw new UserError(
        `${grid}: expected combinations that differ, got ${JSON.stringify(twin)} and ${JSON.stringify(combination)}, which make the same recipe`,
        2,
      );
    seen.set(key, combination);
  }
}
