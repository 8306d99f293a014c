import { type Pipeline, planRun, type RecipeRun, type StagePlan } from '@tintype/stage';

import { type PlanningHost, planningOptions } from './planning-options.ts';
import { shareKey } from './share-key.ts';
import { upToTraining } from './training-unit.ts';

/** A training that the store lacks. */
export interface DueTraining {
  /** The run that does it. */
  readonly run: RecipeRun;
  /** The other runs that it is of. */
  readonly shared: readonly RecipeRun[];
}

/** The trainings that are still to be done of runs whose stages before have been run, each once. */
export async function listDueTrainings(
  pipeline: Pipeline,
  runs: readonly RecipeRun[],
  host: PlanningHost,
): Promise<readonly DueTraining[]> {
  const stages = upToTraining(pipeline);
  const options = planningOptions(host);
  const due = new Map<string, DueTraining>();
  for (const run of runs) {
    const plans = await planRun(stages, run, options);
    const [train] = stages.slice(-1);
    if (train === undefined || !lacksTraining(plans.at(-1))) continue;
    const key = shareKey(train, run.settings);
    const first = due.get(key);
    due.set(key, first === undefined ? { run, shared: [] } : { ...first, shared: [...first.shared, run] });
  }
  return [...due.values()];
}

function lacksTraining(plan: StagePlan | undefined): boolean {
  return plan?.missing.includes('train') === true || plan?.unknownUntil !== null;
}
