import { availableParallelism } from 'node:os';

import { type Host, type Pipeline, planRun, type RecipeRun, type StagePlan } from '@tintype/stage';

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
  { workspace, signal, codeDigest, remote }: Pick<Host, 'workspace' | 'signal' | 'codeDigest' | 'remote'>,
): Promise<readonly DueTraining[]> {
  const stages = upToTraining(pipeline);
  const surroundings = { workspace, signal, codeDigest, remote: remote(), threads: availableParallelism() };
  const due = new Map<string, DueTraining>();
  for (const run of runs) {
    const plans = await planRun(stages, run, surroundings);
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
