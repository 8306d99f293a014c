import { type Host, type RecipeRun, runAndTell, type Stage } from '@tintype/stage';

import { ofStage, runQuietly } from './run-quietly.ts';

/** Runs stages of several recipes, and tells of them under the names of these but where `wasTold` says that it was done before. */
export function tellUnless(
  wasTold: (stage: Stage, run: RecipeRun) => boolean,
  host: Host,
  { isBrief = false } = {},
): (stage: Stage, run: RecipeRun) => Promise<void> {
  let heading = '';
  return async (stage, run) => {
    if (wasTold(stage, run)) return runQuietly(stage, run, host);
    if (heading !== run.recipe) host.terminal.write(`${run.recipe}\n`);
    heading = run.recipe;
    await runAndTell(stage, ofStage(run, stage), host, { isBrief });
  };
}
