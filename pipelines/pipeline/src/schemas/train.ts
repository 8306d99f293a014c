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
  decode: z
    .strictObject({
      temperature: z
        .number()
        .min(0.001)
        .max(1)
        .nullable()
        .default(null)
        .describe('Of the annealed mean: towards 0 the likeliest colour, 1 the mean.'),
      coherence: z
        .number()
        .min(0)
        .max(1)
        .nullable()
        .default(null)
        .describe('How far colours agree with their neighbours, along the edges of the lightness.'),
      saturation: z
        .number()
        .min(0)
        .max(4)
        .nullable()
        .default(null)
        .describe('What the chroma is multiplied by.'),
    })
    .prefault({})
    .describe(
      'How the model decodes unless another way is asked for. Null: chosen on validation photos by the highest balanced AuC with a chroma ratio from .75 to 1.05; without these .38, 0 and 1.',
    ),
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

/** How the model decodes; runs from before it was chosen say nothing of it. */
const decoding = z.strictObject({
  temperature: z.number(),
  coherence: z.number(),
  saturation: z.number(),
});

export const trainSummary = z.strictObject({
  backEnd: z.string(),
  parameters: z.int(),
  epochs: z.int(),
  keptEpoch: z.int(),
  stoppedEarly: z.boolean(),
  decoding: decoding.default({ temperature: 0.38, coherence: 0, saturation: 1 }),
});

export const trainSchemas = { name: 'train', settings: trainSettings, summary: trainSummary };
