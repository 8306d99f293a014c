import { join, relative } from 'node:path';

import { activationsTable } from '@tintype/records';
import { defineStage, type InputsOf, shardNamed, type StageContext, toInput } from '@tintype/stage';
import { asJson } from '@tintype/store';
import { textTable } from '@tintype/terminal';
import { z } from 'zod';

import { describeReview } from '../report/describe-review.ts';
import type { ReportTask } from '../report/review-data.ts';
import { ingest } from './ingest.ts';
import { train } from './train.ts';

export const reportSettings = z.strictObject({});

export type ReportSettings = z.output<typeof reportSettings>;

const needs = { ingest, train };

/** Compares the networks and writes the report with its figures and tables. */
export const report = defineStage({
  name: 'report',
  version: 1,
  needs,
  settings: reportSettings,
  summary: z.strictObject({ activations: z.int() }),

  forecast: () => ({ amounts: {}, work: [{ compute: 'report', shards: 1, work: 1 }] }),

  async run(context) {
    const made = await context.shards([
      {
        key: {
          name: 'report',
          compute: 'report',
          settings: asJson(taskOf(context)),
          inputs: context.inputs.train.shards.map((shard) => toInput(shard)),
        },
        hints: { work: 1 },
      },
    ]);
    const rows = activationsTable.decode(await context.read(shardNamed(made, 'activations.arrow')));
    const best = rows.accuracy.indexOf(Math.max(...rows.accuracy));
    const { folders } = context;
    return {
      shards: made,
      summary: { activations: rows.activation.length },
      headline: `${rows.activation.length} kinds of networks, best ${rows.activation[best]}${rows.batchNorm[best] ? ' with batch normalisation' : ''} with ${percent(rows.accuracy[best])} of the test pictures right`,
      details: [
        ...textTable(
          [{ title: 'network' }, { title: 'right', right: true }, { title: '' }, { title: 'beside ReLU' }],
          rows.activation.map((name, i) => cellsOfLine(name, rows.batchNorm[i] ?? false, rows, i)),
        ),
        '',
        `report ${join(relative(folders.workspace, folders.results), 'report.html')}`,
      ],
      files: Object.fromEntries(made.map((shard) => [shard.name, shard])),
    };
  },
});

function cellsOfLine(
  name: string,
  batchNorm: boolean,
  { accuracy, deviation, p }: Readonly<Record<'accuracy' | 'deviation' | 'p', Float64Array>>,
  i: number,
): readonly string[] {
  const [spread = NaN, chance = NaN] = [deviation[i], p[i]];
  return [
    `${name}${batchNorm ? ', normalised' : ''}`,
    percent(accuracy[i]),
    Number.isNaN(spread) ? '' : `± ${(100 * spread).toFixed(2)}`,
    Number.isNaN(chance) ? '' : `p ${chance.toFixed(3)}`,
  ];
}

function percent(share = NaN): string {
  return `${(100 * share).toFixed(2)} %`;
}

function taskOf({
  inputs: { ingest, train },
  recipe,
  settings,
}: StageContext<ReportSettings, unknown, InputsOf<typeof needs>>): ReportTask {
  const sections = { ingest: ingest.settings, train: train.settings, report: settings };
  return describeReview({ ingest, train, recipe: { name: recipe, json: JSON.stringify(sections, null, 2) } });
}
