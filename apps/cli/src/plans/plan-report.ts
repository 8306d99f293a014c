import type { PlannedWork, StagePlan } from '@tintype/stage';

import type { PlannedRemote, Planner } from './recipe-plans.ts';

/** A stage as `explain --json` prints it. */
export interface PlanReport extends PlannedWork {
  /** The stages whose artefacts it reads. */
  readonly needs: readonly string[];
  readonly changes: StagePlan['changes'];
  /** What a run of it would take in all likelihood; null where nothing like it has been measured. */
  readonly seconds: number | null;
}

/** What `explain --json` prints. */
export interface ExplainReport {
  readonly pipeline: string;
  readonly recipe: string;
  /** What lies behind the store; null without one. */
  readonly remote: PlannedRemote | null;
  readonly stages: readonly PlanReport[];
}

/** What a run of a recipe would do. */
export async function reportPlans(
  pipeline: string,
  planner: Planner,
  recipe: string,
): Promise<ExplainReport> {
  return { pipeline, recipe, remote: planner.remote, stages: (await planner.plan(recipe)).map(reportPlan) };
}

function reportPlan({ committed: _, madeAt: _time, predicted, ...plan }: StagePlan): PlanReport {
  if (predicted === null) return { ...plan, seconds: null, secondsBetween: null };
  const [seconds = 0, least = 0, most = 0] = [predicted.likely, predicted.least, predicted.most].map((ms) =>
    Number((ms / 1000).toPrecision(3)),
  );
  return { ...plan, seconds, secondsBetween: [least, most] };
}
