import { z } from 'zod';

import { activationSchema, networkSchema } from '../train/review-cells.ts';

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

export const trainSummary = z.strictObject({ cells: z.int(), backEnds: z.array(z.string()).readonly() });

export const trainSchemas = { name: 'train', settings: trainSettings, summary: trainSummary };
