import type { ActivationSettings, RReluSettings } from '@tintype/network';
import { z } from 'zod';

const divisor = z.number().positive();

/** Activations as a recipe names them. */
export const activationSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('relu') }),
  z.strictObject({
    kind: z.literal('leaky-relu'),
    a: divisor.default(100).describe('x / a for x < 0: 100 or 5.5 in Xu et al. 2015.'),
  }),
  z.strictObject({
    kind: z.literal('prelu'),
    start: z.number().default(0.25).describe('Slope for x < 0 before it is learnt, one for each unit.'),
  }),
  z.strictObject({ kind: z.literal('elu') }),
  z.strictObject({
    kind: z.literal('rrelu'),
    lower: divisor.default(3).describe('a ~ U(lower, upper) in training, their mean in use.'),
    upper: divisor.default(8),
    form: z
      .enum(['divide', 'multiply'])
      .default('divide')
      .describe('x / a for x < 0 as in Xu et al. 2015; multiply: a · x as the script of the article has it.'),
    draw: z
      .enum(['element', 'batch'])
      .default('element')
      .describe(
        'One draw for each element, or one for each layer and batch as in the script of the article.',
      ),
  }),
]);

export type ReviewedActivation = z.output<typeof activationSchema>;

/** One network to be trained: the unit of work. */
export interface Cell {
  /** Unique among the cells of a review, and part of the names of its shards. */
  readonly name: string;
  readonly activation: ReviewedActivation;
  readonly batchNorm: boolean;
  readonly seed: number;
}

export interface Matrix {
  readonly activations: readonly ReviewedActivation[];
  readonly batchNorm: readonly boolean[];
  readonly seeds: readonly number[];
}

/** Every activation with and without normalisation, for the first seed, then for the next. */
export function cellsOf({ activations, batchNorm, seeds }: Matrix): readonly Cell[] {
  return seeds.flatMap((seed) =>
    activations.flatMap((activation) =>
      batchNorm.map((normalised) => ({
        name: `${slugOf(activation)}/${normalised ? 'normalised' : 'plain'}/${seed}`,
        activation,
        batchNorm: normalised,
        seed,
      })),
    ),
  );
}

/** An activation as the networks know it; its draws follow from the cell's seed. */
export function activationOf({ activation, seed }: Pick<Cell, 'activation' | 'seed'>): ActivationSettings {
  return activation.kind === 'rrelu' ? ({ ...activation, seed } satisfies RReluSettings) : activation;
}

/** In words, with what differs from its authors' definition. */
export function nameOf(activation: ReviewedActivation): string {
  switch (activation.kind) {
    case 'relu':
      return 'ReLU';
    case 'leaky-relu':
      return `Leaky ReLU, a = ${activation.a}`;
    case 'prelu':
      return activation.start === 0.25 ? 'PReLU' : `PReLU from ${activation.start}`;
    case 'elu':
      return 'ELU';
    case 'rrelu':
      return ['RReLU', ...oddities(activation)].join(', ');
    default:
      return activation satisfies never;
  }
}

function oddities({
  lower,
  upper,
  form,
  draw,
}: Extract<ReviewedActivation, { kind: 'rrelu' }>): readonly string[] {
  return [
    ...(lower === 3 && upper === 8 ? [] : [`U(${lower}, ${upper})`]),
    ...(form === 'multiply' ? ['multiplied'] : []),
    ...(draw === 'batch' ? ['one draw a batch'] : []),
  ];
}

function slugOf(activation: ReviewedActivation): string {
  return nameOf(activation)
    .toLowerCase()
    .replace(/[^a-z0-9.]+/g, '-')
    .replace(/-$/, '');
}

export const networkSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('dense'),
    hidden: z.array(z.int().min(1)).min(1).default([1024, 128]).describe('Units of each hidden layer.'),
  }),
  z.strictObject({
    kind: z.literal('convolutional'),
    filters: z.array(z.int().min(1)).min(1).default([16, 32]).describe('Of each 3 × 3 convolution.'),
    hidden: z.array(z.int().min(1)).default([128]).describe('Units of each hidden layer behind them.'),
  }),
]);
