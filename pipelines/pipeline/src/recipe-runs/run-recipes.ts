import type { UnitExecutor } from '@tintype/executor';
import type { Host, Pipeline, RecipeRun, Stage } from '@tintype/stage';
import { describeError } from '@tintype/store';

import { listDueTrainings } from './due-trainings.ts';
import { runUnits } from './run-units.ts';
import { seenBefore } from './share-key.ts';
import { tellUnless } from './tell-unless.ts';
import { toTrainingUnit, upToTraining } from './training-unit.ts';

/** Where whole trainings run. */
export interface Trainings {
  readonly units: UnitExecutor;
  /** How many GPUs each of them has to itself. */
  readonly gpus: number;
}

interface Running extends Trainings {
  /** Whether what comes out is told in detail later on, in a table of all of them. */
  readonly isBrief?: boolean;
}

/** Why runs have failed, by the names of their recipes. */
export type Failures = ReadonlyMap<string, string>;

/**
 * Runs all stages of several recipes. What comes before the trainings is made here, one recipe after the other, so
 * that what they share is computed once; then the trainings run as units, once each that several recipes share; then
 * what follows is made here again. A recipe that fails stops none of the others. All is in the store: an interrupted
 * run goes on where it was.
 */
export async function runRecipes(
  pipeline: Pipeline,
  runs: readonly RecipeRun[],
  { isBrief = false, ...trainings }: Running,
  host: Host,
): Promise<Failures> {
  const failures = new Map<string, string>();
  const whole = () => runs.filter(({ recipe }) => !failures.has(recipe));
  const attempt = async (stages: readonly Stage[], runStage: ReturnType<typeof tellUnless>) => {
    for (const run of whole()) {
      try {
        for (const stage of stages) await runStage(stage, run);
      } catch (error) {
        if (host.signal.aborted) throw error;
        failures.set(run.recipe, describeError(error));
      }
    }
  };
  const before = upToTraining(pipeline).slice(0, -1);
  const after = pipeline.stages.slice(before.length);
  await attempt(before, tellUnless(seenBefore(), host, { isBrief }));
  const trained = await train(pipeline, whole(), trainings, host);
  for (const [recipe, error] of trained.failures) failures.set(recipe, error);
  const wasTold = ({ name }: Stage, { recipe }: RecipeRun) => name === 'train' && trained.recipes.has(recipe);
  await attempt(after, tellUnless(wasTold, host, { isBrief }));
  return failures;
}

/** Does the trainings that the store lacks. @returns the recipes that were trained by name, and why others were not */
async function train(
  pipeline: Pipeline,
  runs: readonly RecipeRun[],
  { units, gpus }: Trainings,
  host: Host,
): Promise<{ readonly recipes: ReadonlySet<string>; readonly failures: Failures }> {
  const due = await listDueTrainings(pipeline, runs, host);
  const remote = host.remote();
  const all = due.map(({ run }) => toTrainingUnit(run, pipeline, { gpus, remote }));
  const failed = await runUnits(all, units, host);
  const failures = new Map(failed);
  for (const { run, shared } of due)
    for (const { recipe } of failed.has(run.recipe) ? shared : [])
      failures.set(recipe, `its training is that of ${run.recipe}, which failed`);
  return { recipes: new Set(due.map(({ run }) => run.recipe)), failures };
}
