import { softTargets } from '@tintype/network/settings';
import { priorTable } from '@tintype/records';
import { z } from 'zod';

export const priorSettings = z.strictObject({
  gamut: z
    .enum(['dataset', 'hull', 'model'])
    .default('dataset')
    .describe(
      'dataset: the windows that the photos use; hull: the 313 bins of Zhang et al. 2016; model: the bins of the model that prior.model names, for a training that starts from it (window is then not read).',
    ),
  model: z
    .string()
    .min(1)
    .nullable()
    .default(null)
    .describe('Read with the gamut model alone: bundled, a trained recipe, or a model folder.'),
  window: z.literal([5, 10]).default(10).describe('Width of a bin in ab units.'),
  lambda: z.number().min(0).max(1).default(0.5).describe('Share of the uniform distribution in the weights.'),
  smoothing: z
    .strictObject(softTargets)
    .nullable()
    .default({ targets: 'nearest', neighbours: 5, sigma: 5 })
    .describe(
      'Smooths the prior as the targets are; null counts the nearest bin alone, as the article does.',
    ),
});

export type PriorSettings = z.output<typeof priorSettings>;

export const priorSchemas = {
  name: 'prior',
  settings: priorSettings,
  summary: z.strictObject({
    bins: z.int(),
    ...priorTable.facts.shape,
    weightMin: z.number(),
    weightMax: z.number(),
  }),
};
