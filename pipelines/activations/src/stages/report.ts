import { join, relative } from 'node:path';

import { activationsTable } from '@tintype/records';
import { defineStage, shardNamed, type StageContext } from '@tintype/stage';
import type { Json } from '@tintype/store';
import { textTable } from '@tintype/terminal';
import { z } from 'zod';

import type { ReportTask } from '../compute/report.ts';
import { cellsOf } from '../train/review-cells.ts';
import { ingestSettings } from './ingest.ts';
import { trainSettings, type TrainStageSettings } from './train.ts';

export const reportSettings = z.strictObject({});

export type ReportSettings = z.output<typeof reportSettings>;

const ingested = z.object({
  train: z.number(),
  validation: z.number(),
  test: z.number(),
  classes: z.number(),
  side: z.number(),
});
const trained = z.object({ backEnds: z.array(z.string()) });

/** Compares the networks and writes the report with its figures and tables. */
export const report = defineStage<ReportSettings>({
  name: 'report',
  version: 1,
  needs: ['ingest', 'train'],
  settings: reportSettings,

  async run(context) {
    const made = await context.shards([
      {
        name: 'report',
        compute: 'report',
        settings: taskOf(context) as unknown as Json,
        inputs: context.artefact('train').manifest.shards.map(context.inputOf),
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

function taskOf({ artefact, recipe, settings }: StageContext<ReportSettings>): ReportTask {
  const [ingest, train] = [artefact('ingest').manifest, artefact('train').manifest];
  const given = trainSettings.parse(train.settings);
  const { classes, side, ...pictures } = ingested.parse(ingest.summary);
  const cells = cellsOf(given);
  const { activations, batchNorm, seeds, epochs, batch, learningRate, measured } = given;
  const sections = { ingest: ingestSettings.parse(ingest.settings), train: given, report: settings };
  return {
    cells,
    ...{ activations, batchNorm, seeds, epochs, batch, learningRate },
    measured: Math.min(measured, pictures.train),
    network: networkWords(given.network, side, classes),
    backEnds: trained.parse(train.summary).backEnds,
    pictures,
    testLosses: Object.fromEntries(
      cells.map(({ name }) => [name, Number(artefact('train').shard(`${name}/test`).facts?.['loss'])]),
    ),
    recipe: { name: recipe, json: JSON.stringify(sections, null, 2) },
    reproduction: {
      commands: ['npm ci', `npx nx run activations:all -c ${recipe}`],
      stages: [ingest, train].map(({ stage, fingerprint }) => ({ stage, fingerprint })),
    },
  };
}

/** 784–1024–128–10 */
function networkWords(network: TrainStageSettings['network'], side: number, classes: number): string {
  switch (network.kind) {
    case 'dense':
      return [side * side, ...network.hidden, classes].join('–');
    case 'convolutional':
      return [
        ...network.filters.map((filters) => `3 × 3 × ${filters}, pool`),
        [...network.hidden, classes].join('–'),
      ].join(', ');
    default:
      return network satisfies never;
  }
}
