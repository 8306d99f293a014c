import { document, paragraph, showBytes, textTable } from '@tintype/terminal';

import { defineCommand } from '../command.ts';
import { contents } from '../inspect/show-report.ts';
import { workspaceAround } from '../workspace.ts';
import { describeRemote, openPlanner, PIPELINE_OPTION } from './recipe-plans.ts';
import { reportStatus, type StageLine, type StatusReport } from './status-report.ts';

const OPTIONS = {
  recipe: { type: 'string', value: 'name', short: 'c', help: 'this recipe alone (all that have been run)' },
  ...PIPELINE_OPTION,
  json: { type: 'boolean', default: false, help: 'print one JSON document' },
} as const;

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
    const planner = await openPlanner(workspaceAround(around.cwd), pipeline, around.env);
    const report = await reportStatus(pipeline, planner, recipe);
    const text = json ? document(report) : paragraph(show(report));
    around.stdout.write(text);
  },
});

function show({ stages, neverRun, broken, remote }: StatusReport): readonly string[] {
  const columns = [
    { title: 'recipe' },
    { title: 'stage' },
    { title: 'made' },
    { title: 'size', right: true },
    { title: 'state' },
    { title: 'rows' },
  ];
  const rows = stages.map((line) => [
    line.recipe,
    line.stage,
    line.made === null ? '–' : line.made.slice(0, 16).replace('T', ' '),
    line.made === null ? '–' : showBytes(line.bytes),
    shortState(line),
    contents(line),
  ]);
  return [
    ...(rows.length > 0 ? textTable(columns, rows) : []),
    ...(neverRun.length > 0 ? [`not run yet: ${neverRun.join(', ')}`] : []),
    ...describeRemote(remote),
    ...broken.map(({ recipe, reason }) => `${recipe} cannot be run: ${reason}`),
  ];
}

function shortState({ state, shards, missing, coming }: StageLine): string {
  const there = coming ? [`${coming.shards} from the remote (${showBytes(coming.bytes)})`] : [];
  const here = shards - missing - (coming?.shards ?? 0);
  return [state, ...(state === 'partial' ? [`${here} of ${shards} shards`] : []), ...there].join(', ');
}
