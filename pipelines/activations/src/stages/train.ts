import { classifierCurvesTable, parseFacts } from '@tintype/records';
import { defineStage, shardNamed, toInput, UserError } from '@tintype/stage';
import { asJson, type Shard } from '@tintype/store';
import { z } from 'zod';

import { cellWork } from '../train/cell-work.ts';
import { activationOf, activationSchema, cellsOf, networkSchema } from '../train/review-cells.ts';
import { ingest } from './ingest.ts';

export const trainSettings = z.strictObject({
  backEnd: z
    .enum(['auto', 'tensorflow', 'webgpu', 'wasm', 'cpu'])
    .default('auto')
    .describe('auto takes the fastest there is; a named one that is missing is an error.'),
  network: networkSchema.prefault({ kind: 'dense' }),
  activations: z
    .array(activationSchema)
    .min(1)
    .prefault([
      { kind: 'relu' },
      { kind: 'leaky-relu' },
      { kind: 'prelu' },
      { kind: 'elu' },
      { kind: 'rrelu' },
    ])
    .describe('Those to compare; the first ReLU among them is what the others are compared with.'),
  batchNorm: z
    .array(z.boolean())
    .min(1)
    .default([false, true])
    .describe('Without and with batch normalisation before each activation.'),
  seeds: z
    .array(z.int())
    .min(1)
    .default([1, 2, 3])
    .describe(
      'Of the initial kernels, the order of the pictures and the draws: a network is trained for each.',
    ),
  epochs: z.int().min(1).default(10).describe('Passes over the training pictures.'),
  batch: z.int().min(1).default(60).describe('Pictures per step.'),
  learningRate: z.number().positive().default(1e-4).describe('Of Adam; it stays as it is.'),
  measured: z
    .int()
    .min(1)
    .default(5000)
    .describe('Training pictures that are measured after each epoch, for the curves.'),
});

export type TrainStageSettings = z.output<typeof trainSettings>;

/** Trains a network for every activation, with and without normalisation, and every seed: each is a shard's work. */
export const train = defineStage({
  name: 'train',
  version: 1,
  needs: { ingest },
  settings: trainSettings,
  summary: z.strictObject({ cells: z.int(), backEnds: z.array(z.string()).readonly() }),

  forecast({ settings, inputs }) {
    const cells = cellsOf(settings).length;
    const work = cells * cellWork(settings, inputs.ingest.amounts);
    return { amounts: {}, work: [{ compute: 'trainCell', shards: cells, work }] };
  },

  async run({ settings, inputs, shards, read }) {
    const { activations, batchNorm, seeds, ...common } = settings;
    const cells = cellsOf({ activations, batchNorm, seeds });
    refuseTwins(cells.map(({ name }) => name));
    const { classes } = inputs.ingest.summary;
    const work = cellWork(settings, inputs.ingest.summary);
    const digits = inputs.ingest.shards.map((shard) => toInput(shard));
    const made = await shards(
      cells.map((cell) => ({
        key: {
          name: cell.name,
          compute: 'trainCell',
          settings: asJson({
            ...common,
            classes,
            activation: activationOf(cell),
            batchNorm: cell.batchNorm,
            seed: cell.seed,
          }),
          inputs: digits,
        },
        hints: { work },
      })),
    );
    const curves = cells.map(({ name }) => shardNamed(made, `${name}/curves`));
    const reached = await Promise.all(curves.map(async (shard) => lastAccuracy(await read(shard))));
    const backEnds = backEndsOf(curves);
    const [low, high] = [Math.min(...reached), Math.max(...reached)].map((share) => (100 * share).toFixed(1));
    return {
      shards: made,
      summary: { cells: cells.length, backEnds },
      headline: `${cells.length} networks, ${settings.epochs} ${settings.epochs === 1 ? 'epoch' : 'epochs'} each, on ${backEnds.join(' and ')}, ${low} to ${high} % of the validation pictures right`,
    };
  },
});

/** Two cells of one name would be one. */
function refuseTwins(names: readonly string[]): void {
  const twin = names.find((name, i) => names.indexOf(name) < i);
  if (twin !== undefined)
    throw new UserError(
      `train: expected activations, normalisations and seeds to be named once, got ${twin} twice`,
      2,
    );
}

function lastAccuracy(bytes: Uint8Array): number {
  return classifierCurvesTable.decode(bytes).validationAccuracy.at(-1) ?? NaN;
}

function backEndsOf(curves: readonly Shard[]): readonly string[] {
  return [...new Set(curves.map((shard) => parseFacts(classifierCurvesTable, shard).backEnd))].sort();
}
