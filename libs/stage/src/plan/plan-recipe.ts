import type { Digest, RemoteAddress } from '@tintype/store';

import type { Pipeline } from '../pipeline.ts';
import type { Upstream } from '../rates/forecast.ts';
import { buildRecipeSchema, locateRecipe, readRecipe } from '../recipe.ts';
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
  { workspace, recipes, signal, remote, threads, codeDigest }: PlanRecipeOptions,
): Promise<readonly StagePlan[]> {
  const recipeFile = locateRecipe(recipes, recipe);
  const settings = await readRecipe(recipeFile, buildRecipeSchema(stages));
  const upstream = new Map<string, Upstream>();
  const plans: StagePlan[] = [];
  for (const stage of stages) {
    const code = codeDigest(stage.name);
    const options = { pipeline: name, recipe, recipeFile, settings: settings[stage.name] };
    const planned = await planStage(
      stage,
      { ...options, workspace, code, signal, remote, threads },
      upstream,
    );
    upstream.set(stage.name, planned.upstream);
    plans.push(planned.plan);
  }
  return plans;
}
