import { curvesTable, factsOf, type CurvesRows } from '@tintype/records';
import { defineStage, inputOf, shardNamed, type ArtefactOf } from '@tintype/stage';
import type { Shard } from '@tintype/store';
import { z } from 'zod';

import { TRAINING_TABLES } from '../evaluate/training-tables.ts';
import { patches } from './patches.ts';
import { prior, softTargets } from './prior.ts';

/**
 * The defaults were chosen by measurement on the bundled photos, with wasm on two cores in about three minutes: for
 * the same time a narrow network that sees more patches beat wider ones (widths 6 and 8), batches of 32 beat 16, and
 * learning rates from 2.5e-3 to 4e-3 were equal. The last epoch is kept, because a cosine schedule ends where the
 * learning rate does, and few validation photos choose badly among the epochs before.
 */
export const trainSettings = z.strictObject({
  backEnd: z
    .enum(['auto', 'tensorflow', 'webgpu', 'wasm', 'cpu'])
    .default('auto')
    .describe('auto takes the fastest there is; a named one that is missing is an error.'),
  network: z
    .strictObject({
      kind: z
        .enum(['article', 'encoder-decoder', 'zhang'])
        .default('article')
        .describe(
          'article: 17 × 17 pixels around each; encoder-decoder: the whole picture; zhang: that of Zhang et al. 2016. The latter two train on tensorflow only.',
        ),
      width: z
        .int()
        .min(1)
        .max(128)
        .default(4)
        .describe('Filters of the first layer (zhang: 64 in the paper); further ones have multiples of it.'),
    })
    .prefault({}),
  activation: z
    .enum(['relu', 'leaky-relu', 'prelu', 'elu', 'rrelu'])
    .optional()
    .describe('What follows every convolution but the last, as its authors define it; relu when left out.'),
  precision: z
    .enum(['float32', 'bfloat16'])
    .default('float32')
    .describe('bfloat16 is faster where the processor has it; on the back end tensorflow only.'),
  epochs: z.int().min(1).default(5),
  batch: z.int().min(1).default(32).describe('Patches per step.'),
  learningRate: z.number().positive().default(0.003).describe('The highest; the schedule says how it moves.'),
  schedule: z.enum(['constant', 'cosine']).default('cosine'),
  warmUp: z
    .number()
    .min(0)
    .lt(1)
    .default(0.05)
    .describe('Share of the steps over which a cosine schedule rises.'),
  ema: z
    .number()
    .gt(0)
    .lt(1)
    .nullable()
    .default(null)
    .describe(
      'Decay per step of a moving average of the parameters, which is then validated, shown and kept, such as .999; null: there is none.',
    ),
  weightDecay: z
    .number()
    .min(0)
    .default(0)
    .describe('λ of AdamW: at each step kernels also shrink by learning rate · λ of themselves.'),
  clipNorm: z
    .number()
    .positive()
    .nullable()
    .default(null)
    .describe('The gradient’s global norm is at most this; null: it is what it is.'),
  ...softTargets,
  mirror: z.boolean().default(true).describe('Shows patches mirrored in half of the epochs.'),
  augment: z
    .strictObject({
      crop: z
        .int()
        .min(1)
        .nullable()
        .default(null)
        .describe(
          'Side of a random window cut out of a patch each time it is shown, in pixels; null: the whole patch.',
        ),
      exposure: z
        .number()
        .min(0)
        .max(8)
        .default(0)
        .describe('The light is raised or lowered by up to so many stops each time a patch is shown.'),
    })
    .prefault({}),
  balance: z
    .number()
    .min(0)
    .max(1)
    .default(0)
    .describe(
      '0: an epoch shows each patch once; above: as many patches, drawn by (mean class weight of the patch)^balance.',
    ),
  keep: z.enum(['best', 'last']).default('last').describe('The epoch whose parameters become the model.'),
  patience: z
    .int()
    .min(1)
    .nullable()
    .default(null)
    .describe('Stops after so many epochs without a lower validation loss; null never does.'),
  validationPatches: z.int().min(1).default(1024).describe('At most so many are measured after each epoch.'),
  replicas: z
    .int()
    .min(1)
    .max(16)
    .default(2)
    .describe(
      'Threads that share each step on wasm; part of the result, as sums of another order round differently.',
    ),
  seed: z.int().default(1),
});

export type TrainStageSettings = z.output<typeof trainSettings>;

const trainSummary = z.strictObject({
  backEnd: z.string(),
  parameters: z.int(),
  epochs: z.int(),
  keptEpoch: z.int(),
  stoppedEarly: z.boolean(),
});

/** Trains the network on the patches; the model, its curves and pictures, and its back end come out. */
export const train = defineStage({
  name: 'train',
  version: 1,
  needs: { prior, patches },
  settings: trainSettings,
  summary: trainSummary,

  async run({ settings, inputs, shards, read }) {
    const { gamut: kind, window } = inputs.prior.settings;
    const made = await shards([
      {
        key: {
          name: 'train',
          compute: 'train',
          // What is optional is declared too, or the computation could not ask for it; undefined is no part of a fingerprint.
          settings: { ...settings, activation: settings.activation, gamut: { kind, window } },
          inputs: [inputs.prior.shard('prior'), ...inputs.patches.shards].map((shard) => inputOf(shard)),
        },
        hints: { resumable: true },
      },
    ]);
    const curves = shardNamed(made, 'curves');
    const weights = shardNamed(made, 'model/weights.bin');
    const rows = curvesTable.decode(await read(curves));
    const kept = keptRow(rows, settings);
    const { backEnd } = factsOf(curvesTable, curves);
    const parameters = weights.bytes / Float32Array.BYTES_PER_ELEMENT;
    const epochs = rows.epoch.length;
    const stoppedEarly = epochs < settings.epochs;
    return {
      shards: made,
      summary: { backEnd, parameters, epochs, keptEpoch: rows.epoch[kept] ?? epochs, stoppedEarly },
      headline: headlineOf(rows, kept, settings.epochs, `${backEnd}, ${parameters} parameters`),
      files: resultFiles(made, inputs.prior),
    };
  },
});

/** The model's folder, the curves and the event files, by their paths among the results. */
function resultFiles(
  made: readonly Shard[],
  colours: ArtefactOf<typeof prior>,
): Readonly<Record<string, Shard>> {
  const events = made.filter(({ name }) => name.startsWith('tensorboard/'));
  return {
    'model/model.json': shardNamed(made, 'model/model.json'),
    'model/weights.bin': shardNamed(made, 'model/weights.bin'),
    ...Object.fromEntries(TRAINING_TABLES.map((name) => [`model/${name}.arrow`, colours.shard(name)])),
    'curves.arrow': shardNamed(made, 'curves'),
    ...Object.fromEntries(events.map((shard) => [shard.name, shard])),
  };
}

function headlineOf({ epoch, validationKl }: CurvesRows, kept: number, planned: number, on: string): string {
  const epochs = `${epoch.length} ${epoch.length === 1 ? 'epoch' : 'epochs'}`;
  const early = epoch.length < planned ? ` of ${planned}, stopped early,` : '';
  const [from, to] = [validationKl[0], validationKl[kept]];
  return `${epochs}${early} on ${on}, KL ${from?.toFixed(3)} → ${to?.toFixed(3)} on validation photos`;
}

/** Of the epoch whose parameters the model has. */
function keptRow({ epoch, validationLoss }: CurvesRows, { keep }: TrainStageSettings): number {
  const best = validationLoss.indexOf(Math.min(...validationLoss));
  return keep === 'best' && best >= 0 ? best : epoch.length - 1;
}
