import type { Digest, Manifest } from '@tintype/store';

import type { Pipeline } from './pipeline.ts';
import { planStage, type StagePlan } from './plan-stage.ts';
import { readRecipe, recipeFileOf, recipeSchemaOf } from './recipe.ts';

export interface PlanRecipeOptions {
  readonly workspace: string;
  /** The folder of the pipeline's recipes. */
  readonly recipes: string;
  readonly signal: AbortSignal;
  /** Threads that a run would have. */
  readonly threads: number;
  codeOf(stage: string): Digest;
}

/** What `npx nx run <pipeline>:all -c <recipe>` would do, stage by stage; nothing is written. */
export async function planRecipe(
  { name, stages }: Pipeline,
  recipe: string,
  { workspace, recipes, signal, threads, codeOf }: PlanRecipeOptions,
): Promise<readonly StagePlan[]> {
  const recipeFile = recipeFileOf(recipes, recipe);
  const settings = await readRecipe(recipeFile, recipeSchemaOf(stages));
  const manifests = new Map<string, Manifest | null>();
  const plans: StagePlan[] = [];
  for (const stage of stages) {
    const code = codeOf(stage.name);
    const options = { pipeline: name, recipe, recipeFile, settings: settings[stage.name] };
    const planned = await planStage(stage, { ...options, workspace, code, signal, threads }, manifests);
    manifests.set(stage.name, planned.manifest);
    plans.push(planned.plan);
  }
  return plans;
}
