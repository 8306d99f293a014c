import type { StagePlan } from '@tintype/stage';
import { outlineArtefact } from '@tintype/store';

import type { PlannedRemote, Planner } from './recipe-plans.ts';
import { type BrokenRecipe, type Survey, surveyRecipes } from './survey-recipes.ts';

/** A stage of a recipe as `status --json` prints it. */
export interface StageLine {
  readonly recipe: string;
  readonly stage: string;
  readonly state: StagePlan['state'];
  /** Shards wanted now, and how many of them are to be computed. */
  readonly shards: number;
  readonly missing: number;
  /** Shards that would come from the remote, and their bytes; absent where none would. */
  readonly coming?: StagePlan['coming'];
  readonly unknownUntil: string | null;
  /** What its manifest names: rows by table, files that are no tables, bytes of all. */
  readonly rows: Readonly<Record<string, number>>;
  readonly files: number;
  readonly bytes: number;
  /** When its newest shard was made; null before the first run. */
  readonly made: string | null;
}

/** What `status --json` prints. */
export interface StatusReport {
  readonly pipeline: string;
  /** What lies behind the store; null without one. */
  readonly remote: PlannedRemote | null;
  readonly stages: readonly StageLine[];
  readonly neverRun: readonly string[];
  readonly broken: readonly BrokenRecipe[];
}

/** The state of a recipe, or of all that have been run. */
export async function reportStatus(
  pipeline: string,
  planner: Planner,
  recipe: string | undefined,
): Promise<StatusReport> {
  const { planned, never, broken } =
    recipe === undefined ? await surveyRecipes(planner) : await survey(recipe, planner);
  const stages = planned.flatMap(({ recipe, plans }) => plans.map((plan) => stageLine(recipe, plan)));
  return { pipeline, remote: planner.remote, stages, neverRun: never, broken };
}

/** Of the one that is asked for, whose mistakes are all there is to tell. */
async function survey(recipe: string, planner: Planner): Promise<Survey> {
  return { planned: [{ recipe, plans: await planner.plan(recipe) }], never: [], broken: [] };
}

function stageLine(
  recipe: string,
  { stage, state, shards, missing, coming, unknownUntil, ...plan }: StagePlan,
): StageLine {
  const { committed, madeAt } = plan;
  const { rows, files, bytes } =
    committed === null ? { rows: {}, files: 0, bytes: 0 } : outlineArtefact(committed);
  const made = madeAt === null ? null : new Date(madeAt).toISOString();
  return {
    ...{ recipe, stage, state, shards, missing: missing.length, unknownUntil, rows, files, bytes, made },
    ...(coming && { coming }),
  };
}
