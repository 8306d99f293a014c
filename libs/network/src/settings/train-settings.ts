import { z } from 'zod';

import { augmentSettings } from './augment-settings.ts';
import { networkSettings } from './network-settings.ts';

/** How true colours become labels. */
export const softTargets = {
  targets: z
    .enum(['nearest', 'stencil'])
    .default('nearest')
    .describe(
      'nearest: the nearest bins share a pixel; stencil: the 5 × 5 windows round it, as in the article (neighbours and sigma are then not read).',
    ),
  neighbours: z.int().min(1).max(25).default(5).describe('Nearest bins that share a pixel; 1 is one-hot.'),
  sigma: z.number().positive().default(5).describe('Of the Gaussian that weighs them, in ab units.'),
};

const optimiser = {
  learningRate: z.number().positive().default(0.003).describe('The highest; the schedule says how it moves.'),
  /** `cosine`: a linear warm-up over the first `warmUp` of all steps, then half a cosine down to 0. */
  schedule: z
    .enum(['constant', 'cosine'])
    .default('cosine')
    .describe('How the learning rate goes on after the warm-up; cosine ends at 0.'),
  warmUp: z
    .number()
    .min(0)
    .lt(1)
    .default(0.05)
    .describe('Share of the steps over which a cosine schedule rises.'),
  /** Averages the statistics of batch normalisation as well. */
  ema: z
    .number()
    .gt(0)
    .lt(1)
    .nullable()
    .default(null)
    .describe(
      'Decay per step of a moving average of the parameters, which is then validated, shown and kept, such as .999; null: there is none.',
    ),
  encoderRate: z
    .number()
    .min(0)
    .max(1)
    .default(0)
    .describe(
      'What the learning rate of a pretrained encoder is multiplied by; 0 freezes it, and no gradient is computed for it.',
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
};

/** How patches are shown; what is drawn follows from the seed. */
const showing = {
  mirror: z.boolean().default(true).describe('Shows patches mirrored in half of the epochs.'),
  augment: augmentSettings.prefault({}),
  balance: z
    .number()
    .min(0)
    .max(1)
    .default(0)
    .describe(
      '0: an epoch shows each patch once; above: as many patches, drawn by (mean class weight of the patch)^balance.',
    ),
};

/**
 * All that decides what is learnt, besides the data and the back end. The defaults were chosen by measurement on the
 * bundled photos, with wasm on two cores in about three minutes: for the same time a narrow network that sees more
 * patches beat wider ones (widths 6 and 8), batches of 32 beat 16, and learning rates from 2.5e-3 to 4e-3 were equal.
 * The best epoch is the one whose colours, decoded, have the highest AuC on validation patches. Over epochs and seeds of
 * the default recipe that went with the balanced AuC of held-out photos (r = .83), and the validation loss did not.
 */
export const trainSettings = z.object({
  network: networkSettings.prefault({}),
  precision: z
    .enum(['float32', 'bfloat16'])
    .default('float32')
    .describe('bfloat16 is faster where the processor has it; on the back end tensorflow only.'),
  epochs: z.int().min(1).default(5).describe('Passes over the training patches.'),
  batch: z.int().min(1).default(32).describe('Patches per step.'),
  ...optimiser,
  ...softTargets,
  ...showing,
  keep: z
    .enum(['best', 'last'])
    .default('last')
    .describe('The epoch whose parameters become the model; best: the one whose validation colours are.'),
  patience: z
    .int()
    .min(1)
    .nullable()
    .default(null)
    .describe('Stops after so many epochs without better validation colours; null never does.'),
  validationPatches: z.int().min(1).default(1024).describe('At most so many are measured after each epoch.'),
  seed: z.int().default(1).describe('Of the first parameters and the order of the patches.'),
});

export type TrainSettings = Readonly<z.output<typeof trainSettings>>;

/** `bfloat16`: convolutions and what flows between them, with float32 parameters, optimiser and loss. */
export type Precision = TrainSettings['precision'];

/** Throws for settings that cannot be trained with, naming each with its value. */
export function checkTrainSettings(settings: TrainSettings): void {
  const { error } = trainSettings.safeParse(settings, { reportInput: true });
  if (error === undefined) return;
  const problems = error.issues.map(
    ({ path, message, input }) => `train.${path.join('.')}: ${message}, got ${String(input)}`,
  );
  throw new Error(problems.join('\n'));
}
