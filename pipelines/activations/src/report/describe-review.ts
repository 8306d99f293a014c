import { parseFacts, predictedLabelsTable } from '@tintype/records';
import type { Manifest, Shard } from '@tintype/store';
import type { z } from 'zod';

import type { ingestSummary } from '../schemas/ingest.ts';
import type { TrainStageSettings, trainSummary } from '../schemas/train.ts';
import { cellsOf } from '../train/review-cells.ts';
import type { ReportFacts, ReportTask } from './review-data.ts';

interface Reviewed {
  readonly ingest: { readonly manifest: Manifest; readonly summary: z.output<typeof ingestSummary> };
  readonly train: {
    readonly manifest: Manifest;
    readonly settings: TrainStageSettings;
    readonly summary: z.output<typeof trainSummary>;
    shard(name: string): Shard;
  };
  readonly recipe: ReportFacts['recipe'];
}

/** What a review says that lies in no shard, by the artefacts that it is of. */
export function describeReview({ ingest, train, recipe }: Reviewed): ReportTask {
  const given = train.settings;
  const { classes, side, ...pictures } = ingest.summary;
  const cells = cellsOf(given);
  const { activations, batchNorm, seeds, epochs, batch, learningRate, measured } = given;
  return {
    cells,
    ...{ activations, batchNorm, seeds, epochs, batch, learningRate },
    measured: Math.min(measured, pictures.train),
    network: networkWords(given.network, side, classes),
    backEnds: train.summary.backEnds,
    pictures,
    testLosses: Object.fromEntries(
      cells.map(({ name }) => [name, parseFacts(predictedLabelsTable, train.shard(`${name}/test`)).loss]),
    ),
    recipe,
    reproduction: {
      commands: ['npm ci', `npx nx run activations:all -c ${recipe.name}`],
      stages: [ingest, train].map(({ manifest: { stage, fingerprint } }) => ({ stage, fingerprint })),
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
