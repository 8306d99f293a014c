import {
  activationsTable,
  cellsTable,
  classifierCurvesTable,
  digitsTable,
  epochTimesTable,
  preActivationsTable,
  predictedLabelsTable,
  unitsTable,
} from '@tintype/records';

import type { MadeBlob, MadeStage } from './write-artefact.ts';

const ACTIVATIONS = [
  { name: 'ReLU', slug: 'relu', kind: 'relu', right: 8 },
  { name: 'ELU', slug: 'elu', kind: 'elu', right: 6 },
] as const;
const SEEDS = [1, 2, 3] as const;
/** Test pictures. */
const TESTED = 10;

/** The three stages of a made-up review of two activations. */
export function reviewStages(): readonly MadeStage[] {
  return [ingest(), train(), report()];
}

function ingest(): MadeStage {
  const bytes = digitsTable.encode({
    image: [0, 1],
    label: [4, 7],
    pixels: { data: new Uint8Array(2 * 64).fill(200), shape: [8, 8] },
  });
  return {
    stage: 'ingest',
    settings: { source: { kind: 'mnist' } },
    summary: { train: 100, validation: 20, test: TESTED, classes: 10, side: 8 },
    blobs: [{ name: 'train/000', bytes, rows: 2, table: digitsTable, facts: { side: 8, classes: 10 } }],
  };
}

function train(): MadeStage {
  const cells = SEEDS.flatMap((seed) => ACTIVATIONS.map((activation) => ({ ...activation, seed })));
  return {
    stage: 'train',
    settings: {
      activations: ACTIVATIONS.map(({ kind }) => ({ kind })),
      ...{ batchNorm: [false], seeds: [...SEEDS], epochs: 2 },
    },
    summary: { cells: cells.length, backEnds: ['wasm'] },
    blobs: cells.flatMap(({ slug, seed, right }) => cellBlobs(`${slug}/plain/${seed}`, right - (seed % 2))),
  };
}

/** What a network leaves that tells `right` of the test pictures right. */
function cellBlobs(name: string, right: number): readonly MadeBlob[] {
  const label = Array.from({ length: TESTED }, (_, i) => i);
  return [
    {
      name: `${name}/curves`,
      bytes: classifierCurvesTable.encode({
        epoch: [1, 2],
        ...{ trainLoss: [0.5, 0.2], trainAccuracy: [0.8, 0.9] },
        ...{ validationLoss: [0.6, 0.4], validationAccuracy: [0.7, right / TESTED] },
      }),
      rows: 2,
      table: classifierCurvesTable,
      facts: { backEnd: 'wasm' },
    },
    {
      name: `${name}/times`,
      bytes: epochTimesTable.encode({ epoch: [1, 2], seconds: [2, 3] }),
      rows: 2,
      table: epochTimesTable,
    },
    {
      name: `${name}/test`,
      bytes: predictedLabelsTable.encode({
        image: label,
        label,
        predicted: label.map((digit, i) => (i < right ? digit : (digit + 1) % 10)),
      }),
      rows: TESTED,
      table: predictedLabelsTable,
      facts: { loss: 0.3 },
    },
    {
      name: `${name}/units`,
      bytes: unitsTable.encode({
        ...{ layer: ['dense1'], units: [8], dead: [2] },
        ...{ positive: [0.5], mean: [0], deviation: [1] },
      }),
      rows: 1,
      table: unitsTable,
    },
    {
      name: `${name}/pre-activations`,
      bytes: preActivationsTable.encode({ layer: ['dense1', 'dense1'], from: [-1, 0], count: [5, 3] }),
      rows: 2,
      table: preActivationsTable,
    },
  ];
}

function report(): MadeStage {
  const names = ACTIVATIONS.map(({ name }) => name);
  const shares = ACTIVATIONS.map(({ right }) => right / TESTED);
  const cells = cellsTable.encode({
    activation: names,
    batchNorm: names.map(() => false),
    seed: names.map(() => 1),
    ...{ testAccuracy: shares, testLoss: [0.3, 0.4], validationAccuracy: shares },
    ...{ secondsPerEpoch: [2, 3], dead: [0.1, 0] },
  });
  const activations = activationsTable.encode({
    activation: names,
    batchNorm: names.map(() => false),
    seeds: names.map(() => SEEDS.length),
    ...{ accuracy: shares, deviation: [0.01, 0.02], loss: [0.3, 0.4] },
    ...{ difference: [NaN, -0.2], low: [NaN, -0.3], high: [NaN, -0.1], p: [NaN, 0.01] },
    ...{ secondsPerEpoch: [2, 3], dead: [0.1, 0] },
  });
  return {
    stage: 'report',
    settings: {},
    summary: { activations: names.length },
    blobs: [
      { name: 'cells.arrow', bytes: cells, rows: names.length, table: cellsTable },
      { name: 'activations.arrow', bytes: activations, rows: names.length, table: activationsTable },
      { name: 'results.md', bytes: new TextEncoder().encode('| activation |\n') },
    ],
  };
}
