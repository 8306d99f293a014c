import { definePipeline, type Pipeline, UserError } from '@tintype/stage';
import { document, paragraph } from '@tintype/terminal';

import { defineCommand, type Surroundings, type ValuesOf } from '../command.ts';
import { workspaceAround } from '../workspace.ts';
import { type PlanReport, reportPlans } from './plan-report.ts';
import {
  describeRemote,
  openPlanner,
  PIPELINE_OPTION,
  pipelineNamed,
  type Planner,
  RECIPE_OPTION,
  refuse,
} from './recipe-plans.ts';
import { showPlans } from './show-plans.ts';

const OPTIONS = {
  ...RECIPE_OPTION,
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
  { cwd, stdout, env }: Surroundings,
): Promise<void> {
  const planner = await openPlanner(workspaceAround(cwd), pipeline, env);
  const needed = stage === undefined ? null : stagesFor(stage, pipelineNamed(pipeline), planner);
  const report = await reportPlans(pipeline, planner, recipe);
  const stages = report.stages.filter(
    (plan) => needed === null || plan.stage === stage || isDue(plan, needed),
  );
  stdout.write(
    json
      ? document({ ...report, stages })
      : paragraph([...showPlans(recipe, stages), ...describeRemote(planner.remote)]),
  );
}

/** A stage before the one that is asked for, which a run would have to do first. */
function isDue({ stage, state }: PlanReport, needed: readonly string[]): boolean {
  return needed.includes(stage) && state !== 'fresh';
}

/** A stage and all that it needs. */
function stagesFor(name: string, { stages }: Pipeline, { recipes }: Planner): readonly string[] {
  const last = stages.find((stage) => stage.name === name);
  if (last !== undefined) return definePipeline(name, last).stages.map((stage) => stage.name);
  if (recipes.includes(name)) throw new UserError(`explain: ${name} is a recipe: explain -c ${name}`, 2);
  return refuse(
    'stage',
    name,
    stages.map((stage) => stage.name),
  );
}
