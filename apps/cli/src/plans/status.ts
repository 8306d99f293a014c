import type { StagePlan } from '@tintype/stage';
import { outlineArtefact } from '@tintype/store';
import { document, paragraph, showBytes, textTable } from '@tintype/terminal';

import { defineCommand } from '../command.ts';
import { contents } from '../inspect/show-report.ts';
import { workspaceAround } from '../workspace.ts';
import { openPlanner, PIPELINE_OPTION, type Planner } from './recipe-plans.ts';
import { type BrokenRecipe, type Survey, surveyRecipes } from './survey-recipes.ts';

const OPTIONS = {
  recipe: { type: 'string', value: 'name', short: 'c', help: 'this recipe alone (all that have been run)' },
  ...PIPELINE_OPTION,
  json: { type: 'boolean', default: false, help: 'print one JSON document' },
} as const;

/** A stage of a recipe as `status --json` prints it. */
interface StageLine {
  readonly recipe: string;
  readonly stage: string;
  readonly state: StagePlan['state'];
  /** Shards wanted now, and how many of them are to be computed. */
  readonly shards: number;
  readonly missing: number;
  readonly unknownUntil: string | null;
  /** What its manifest names: rows by table, files that are no tables, bytes of all. */
  readonly rows: Readonly<Record<string, number>>;
  readonly files: number;
  readonly bytes: number;
  /** When its newest shard was made; null before the first run. */
  readonly made: string | null;
}

/** `tintype status`: what there is of each recipe, on a screen. */
export const statusCommand = defineCommand({
  name: 'status',
  summary: 'Shows the state of each recipe’s stages: fresh, partial, stale or missing; rows, bytes, date.',
  operands: '[recipe]',
  most: 1,
  options: OPTIONS,
  examples: [
    'tintype status',
    'tintype status -c forest',
    'tintype status --pipeline activations',
    'tintype status --json',
  ],
  run: async ([operand], { recipe = operand, pipeline, json }, around) => {
    const planner = await openPlanner(workspaceAround(around.cwd), pipeline);
    const { planned, never, broken } =
      recipe === undefined ? await surveyRecipes(planner) : await survey(recipe, planner);
    const lines = planned.flatMap(({ recipe, plans }) => plans.map((plan) => stageLine(recipe, plan)));
    const text = json
      ? document({ pipeline, stages: lines, neverRun: never, broken })
      : paragraph(show(lines, never, broken));
    around.stdout.write(text);
  },
});

/** Of the one that is asked for, whose mistakes are all there is to tell. */
async function survey(recipe: string, planner: Planner): Promise<Survey> {
  return { planned: [{ recipe, plans: await planner.plan(recipe) }], never: [], broken: [] };
}

function stageLine(
  recipe: string,
  { stage, state, shards, missing, unknownUntil, ...plan }: StagePlan,
): StageLine {
  const { committed, madeAt } = plan;
  const { rows, files, bytes } = committed === null ? { rows: {}, files: 0, bytes: 0 } : outlineArtefact(committed);
  const made = madeAt === null ? null : new Date(madeAt).toISOString();
  return { recipe, stage, state, shards, missing: missing.length, unknownUntil, rows, files, bytes, made };
}

function show(
  lines: readonly StageLine[],
  never: readonly string[],
  broken: readonly BrokenRecipe[],
): readonly string[] {
  const columns = [
    { title: 'recipe' },
    { title: 'stage' },
    { title: 'made' },
    { title: 'size', right: true },
    { title: 'state' },
    { title: 'rows' },
  ];
  const rows = lines.map((line) => [
    line.recipe,
    line.stage,
    line.made === null ? '–' : line.made.slice(0, 16).replace('T', ' '),
    line.made === null ? '–' : showBytes(line.bytes),
    shortState(line),
    contents(line),
  ]);
  return [
    ...(rows.length > 0 ? textTable(columns, rows) : []),
    ...(never.length > 0 ? [`not run yet: ${never.join(', ')}`] : []),
    ...broken.map(({ recipe, reason }) => `${recipe} cannot be run: ${reason}`),
  ];
}

function shortState({ state, shards, missing }: StageLine): string {
  return state === 'partial' ? `partial, ${shards - missing} of ${shards} shards` : state;
}
