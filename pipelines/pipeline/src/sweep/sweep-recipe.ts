import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';

import { type Host, locateFolders, locateRecipe, type Pipeline, UserError } from '@tintype/stage';
import { openStore, publish } from '@tintype/store';

import { openTrainings, TRAINING_OPTIONS } from '../recipe-runs/open-trainings.ts';
import { refuseFailures } from '../recipe-runs/refuse-failures.ts';
import { type Failures, runRecipes } from '../recipe-runs/run-recipes.ts';
import { openRunFiles } from '../runs/open-run-files.ts';
import { type CombinedRun, listRuns } from './list-runs.ts';
import { describePlan, planSweep } from './plan-sweep.ts';
import { renderSweep } from './render-sweep.ts';
import { readResults, type SweepResult } from './sweep-results.ts';
import { sweepText } from './sweep-table.ts';

const OPTIONS = {
  recipe: { type: 'string', default: 'default' },
  grid: { type: 'string' },
  'dry-run': { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  ...TRAINING_OPTIONS,
} as const;

/** What the process around a sweep gives it. */
export interface SweepSurroundings {
  readonly host: Host;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Writes what was asked for; how the sweep goes on is told by the host's terminal. */
  print(text: string): void;
}

/** The sweep for programs. */
export interface SweepDocument {
  readonly recipe: string;
  readonly results: readonly SweepResult[];
  readonly failed: readonly { readonly recipe: string; readonly error: string }[];
}

/**
 * `sweep --recipe=<name> --grid=<file> [--at-once=<n>] [--gpus=<n>] [--dry-run] [--json]`: runs a recipe with every
 * combination of some settings, each as a recipe of its own, and prints what they came to. Writes the recipes beside
 * the others, and `data/reports/sweep/<recipe>.json` and `.html`.
 */
export async function sweepRecipe(
  pipeline: Pipeline,
  argv: readonly string[],
  { host, environment, print }: SweepSurroundings,
): Promise<void> {
  const { values } = parseArgs({ args: [...argv], options: OPTIONS });
  const { recipe, grid, json } = values;
  if (grid === undefined)
    throw new UserError(
      'sweep: expected --grid <file>, a JSON file such as { "train.learningRate": [0.001, 0.0003] }',
      2,
    );
  const trainings = openTrainings({ command: 'sweep', ...values }, host.workspace, environment);
  const recipeFile = locateRecipe(host.recipes, recipe);
  const runs = await listRuns(pipeline, { recipe, recipeFile, grid });
  if (values['dry-run']) {
    const planned = await planSweep(pipeline, runs, host);
    return print(json ? JSON.stringify(planned, null, 2) : describePlan(planned).join('\n'));
  }
  try {
    for (const { run, written } of runs)
      await publish(locateRecipe(host.recipes, run.recipe), `${JSON.stringify(written, null, 2)}\n`);
    const all = runs.map(({ run }) => run);
    const failures = await runRecipes(pipeline, all, { ...trainings, isBrief: true }, host);
    print(await report(recipe, runs, { failures, workspace: host.workspace, json }));
    refuseFailures('sweep', failures, runs.length);
  } finally {
    await trainings.units.close();
  }
}

interface Reported {
  readonly failures: Failures;
  readonly workspace: string;
  readonly json: boolean;
}

/** Writes what the combinations came to. @returns it for whoever asked, as a table or for programs */
async function report(
  recipe: string,
  runs: readonly CombinedRun[],
  { failures, workspace, json }: Reported,
): Promise<string> {
  const { data } = locateFolders(workspace);
  const { root: storeRoot } = openStore(join(data, 'store'));
  const whole = runs.filter(({ run }) => !failures.has(run.recipe));
  const results = await readResults(whole, { files: openRunFiles(data), storeRoot });
  const failed = [...failures].map(([name, error]) => ({ recipe: name, error }));
  const document: SweepDocument = { recipe, results, failed };
  const text = JSON.stringify(document, null, 2);
  const file = (ending: string) => join(data, 'reports', 'sweep', `${recipe}.${ending}`);
  await publish(file('json'), `${text}\n`);
  await publish(file('html'), renderSweep(recipe, results));
  if (json) return text;
  if (results.length === 0) return 'no combination has come to its end';
  return `${sweepText(results)}\n\nreport ${relative(workspace, file('html'))}`;
}
