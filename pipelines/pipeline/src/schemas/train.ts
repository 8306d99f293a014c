import { activationKind, trainSettings as networkTrainSettings } from '@tintype/network/settings';
import { z } from 'zod';

const { network, seed, ...rest } = networkTrainSettings.shape;
const { kind, width, cut } = network.unwrap().shape;

/** What the network's own training is given, with where it runs; an activation goes by its name. */
export const trainSettings = z.strictObject({
  backEnd: z
    .enum(['auto', 'tensorflow', 'webgpu', 'wasm', 'cpu'])
    .default('auto')
    .describe('auto takes the fastest there is; a named one that is missing is an error.'),
  network: z
    .strictObject({ kind, width, cut })
    .refine((given) => given.cut === undefined || given.kind === 'pretrained', {
      path: ['cut'],
      error: 'expected with the network pretrained alone; leave it out',
    })
    .prefault({}),
  activation: activationKind
    .default('relu')
    .describe('What follows every convolution but the last, as its authors define it.'),
  start: z
    .string()
    .min(1)
    .nullable()
    .default(null)
    .describe(
      'A saved model to go on from: bundled, a trained recipe, or a model folder. null: pretrained starts from the encoder of EfficientNet-Lite0, the others from drawn parameters; random: all are drawn.',
    ),
  ...rest,
  replicas: z
    .int()
    .min(1)
    .max(16)
    .default(2)
    .describe(
      'Threads that share each step on wasm; part of the result, as sums of another order round differently.',
    ),
  seed,
});

export type TrainStageSettings = z.output<typeof trainSettings>;

export const trainSummary = z.strictObject({
  backEnd: z.string(),
  parameters: z.int(),
  epochs: z.int(),
  keptEpoch: z.int(),
  stoppedEarly: z.boolean(),
});

export const trainSchemas = { name: 'train', settings: trainSettings, summary: trainSummary };
