import type { Digest, RemoteAddress } from '@tintype/store';

import type { Pipeline } from '../pipeline.ts';
import type { Upstream } from '../rates/forecast.ts';
import { buildRecipeSchema, locateRecipe, readRecipe, type Recipe } from '../recipe/recipe.ts';
import type { Stage } from '../stage.ts';
import { planStage, type StagePlan } from './plan-stage.ts';

export interface PlanRecipeOptions {
  readonly workspace: string;
  /** The folder of the pipeline's recipes. */
  readonly recipes: string;
  readonly signal: AbortSignal;
  /** What lies behind the store; it is read and not written. */
  readonly remote: RemoteAddress | null;
  /** Threads that a run would have. */
  readonly threads: number;
  codeDigest(stage: string): Digest;
}

/** What `npx nx run <pipeline>:all -c <recipe>` would do, stage by stage; nothing is written. */
export async function planRecipe(
  { name, stages }: Pipeline,
  recipe: string,
  { recipes, ...options }: PlanRecipeOptions,
): Promise<readonly StagePlan[]> {
  const recipeFile = locateRecipe(recipes, recipe);
  const settings = await readRecipe(recipeFile, buildRecipeSchema(stages));
  return planRun(stages, { pipeline: name, recipe, recipeFile, settings }, options);
}

/** All stages of a recipe, its settings complete. */
export interface RecipeRun {
  readonly pipeline: string;
  /** The name under which its artefacts lie. */
  readonly recipe: string;
  readonly recipeFile: string;
  readonly settings: Recipe;
}

/** What a run of the stages, each after those that it needs, would do; nothing is written. */
export async function planRun(
  stages: readonly Stage[],
  { settings, ...run }: RecipeRun,
  { codeDigest, ...options }: Omit<PlanRecipeOptions, 'recipes'>,
): Promise<readonly StagePlan[]> {
  const upstream = new Map<string, Upstream>();
  const plans: StagePlan[] = [];
  for (const stage of stages) {
    const { name } = stage;
    const own = { ...run, settings: settings[name] ?? {}, code: codeDigest(name) };
    const planned = await planStage(stage, { ...options, ...own }, upstream);
    upstream.set(name, planned.upstream);
    plans.push(planned.plan);
  }
  return plans;
}
