import { nearest, UserError } from '@tintype/stage';
import { document, paragraph } from '@tintype/terminal';

import { defineCommand, type Surroundings, type ValuesOf } from '../command.ts';
import { workspaceAround } from '../workspace.ts';
import { reportPlan } from './plan-report.ts';
import { openPlanner, PIPELINE_OPTION } from './recipe-plans.ts';
import { showPlans } from './show-plans.ts';

const OPTIONS = {
  recipe: {
    type: 'string',
    value: 'name',
    short: 'c',
    default: 'default',
    help: 'recipe to run (default: default)',
  },
  ...PIPELINE_OPTION,
  json: { type: 'boolean', default: false, help: 'print one JSON document' },
} as const;

/** `tintype explain`: what a run would do, and why, before it is done. */
export const explainCommand = defineCommand({
  name: 'explain',
  summary: 'Explains what a run would compute, why, and how long it would take.',
  operands: '[stage]',
  most: 1,
  options: OPTIONS,
  examples: [
    'tintype explain',
    'tintype explain train -c forest',
    'tintype explain --pipeline activations',
    'tintype explain -c forest --json',
  ],
  run: async ([stage], values, around) => explain(stage, values, around),
});

async function explain(
  stage: string | undefined,
  { recipe, pipeline, json }: ValuesOf<typeof OPTIONS>,
  { cwd, stdout }: Surroundings,
): Promise<void> {
  const planner = await openPlanner(workspaceAround(cwd), pipeline);
  const all = (await planner.plan(recipe)).map(reportPlan);
  const plans = stage === undefined ? all : all.filter((plan) => plan.stage === stage);
  if (plans.length === 0)
    refuseStage(
      stage ?? '',
      all.map((plan) => plan.stage),
    );
  stdout.write(json ? document({ pipeline, recipe, stages: plans }) : paragraph(showPlans(recipe, plans)));
}

function refuseStage(stage: string, known: readonly string[]): never {
  const hint = nearest(stage, known);
  throw new UserError(
    `explain: no stage "${stage}": ${hint ? `did you mean "${hint}"?` : `expected one of ${known.join(', ')}`}`,
    2,
  );
}
