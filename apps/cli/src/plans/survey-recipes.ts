import type { StagePlan } from '@tintype/stage';
import { describeError } from '@tintype/store';

import type { Planner } from './recipe-plans.ts';

/** A recipe that nothing can be said of, and why. */
export interface BrokenRecipe {
  readonly recipe: string;
  readonly reason: string;
}

/** What there is of some recipes. */
export interface Survey {
  readonly planned: readonly { readonly recipe: string; readonly plans: readonly StagePlan[] }[];
  /** Recipes that have never run. */
  readonly never: readonly string[];
  readonly broken: readonly BrokenRecipe[];
}

/** Plans every recipe; one with a mistake in it hides none of the others. */
export async function surveyRecipes(planner: Planner): Promise<Survey> {
  const surveys: Survey[] = [];
  for (const recipe of planner.recipes)
    surveys.push(await surveyRecipe(recipe, planner).catch((error: unknown) => broken(recipe, error)));
  return {
    planned: surveys.flatMap(({ planned }) => planned),
    never: surveys.flatMap(({ never }) => never),
    broken: surveys.flatMap(({ broken }) => broken),
  };
}

async function surveyRecipe(recipe: string, planner: Planner): Promise<Survey> {
  const plans = await planner.plan(recipe);
  const hasRun = plans.some(({ committed }) => committed !== null);
  return { planned: hasRun ? [{ recipe, plans }] : [], never: hasRun ? [] : [recipe], broken: [] };
}

function broken(recipe: string, error: unknown): Survey {
  return { planned: [], never: [], broken: [{ recipe, reason: describeError(error) }] };
}
