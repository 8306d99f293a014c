import { describeSum, type Pipeline, type PlannedWork, planRun, type StagePlan } from '@tintype/stage';

import { type PlanningHost, planningOptions } from '../recipe-runs/planning-options.ts';
import { seenBefore } from '../recipe-runs/share-key.ts';
import type { CombinedRun } from './list-runs.ts';

/** What a combination would compute that none before it does. */
export interface PlannedCombination {
  readonly recipe: string;
  readonly settings: CombinedRun['combination'];
  readonly stages: readonly PlannedWork[];
}

/** What a sweep would compute, found out without computing or writing anything. */
export async function planSweep(
  { stages }: Pipeline,
  runs: readonly CombinedRun[],
  host: PlanningHost,
): Promise<readonly PlannedCombination[]> {
  const options = planningOptions(host);
  const isShared = seenBefore();
  const planned: PlannedCombination[] = [];
  for (const { combination, run } of runs) {
    const plans = await planRun(stages, run, options);
    const own = stages.flatMap((stage) => {
      const plan = plans.find((one) => one.stage === stage.name);
      return plan === undefined || isShared(stage, run) || !isWork(plan) ? [] : [workOf(plan)];
    });
    planned.push({ recipe: run.recipe, settings: combination, stages: own });
  }
  return planned;
}

/** A line for each combination, and how long all of them would take, one after the other. */
export function describePlan(planned: readonly PlannedCombination[]): readonly string[] {
  const lines = planned.map(({ recipe, stages }) =>
    stages.length === 0
      ? `${recipe}: nothing to be computed of its own`
      : `${recipe}: ${stages.map(({ stage }) => stage).join(', ')}`,
  );
  return [...lines, '', describeSum(planned.flatMap(({ stages }) => stages))];
}

function isWork({ missing, unknownUntil }: StagePlan): boolean {
  return missing.length > 0 || unknownUntil !== null;
}

function workOf({ predicted, ...plan }: StagePlan): PlannedWork {
  const { stage, state, shards, missing, mayGrow, unknownUntil } = plan;
  const secondsBetween =
    predicted === null ? null : ([predicted.least / 1000, predicted.most / 1000] as const);
  return { stage, state, shards, missing, mayGrow, unknownUntil, secondsBetween };
}
