import { softTargets } from '@tintype/network/settings';
import { z } from 'zod';

export const priorSettings = z.strictObject({
  gamut: z
    .enum(['dataset', 'hull'])
    .default('dataset')
    .describe('The windows that the photos use, or the 313 bins of Zhang et al. 2016.'),
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
  summary: z.strictObject({ bins: z.int(), weightMin: z.number(), weightMax: z.number() }),
};
