import { z } from 'zod';

const positive = z.number().positive();

/** How a unit answers to what it is given; a closed union, told apart by `kind`. */
export const activationSettings = z.discriminatedUnion('kind', [
  /** max(x, 0) */
  z.object({ kind: z.literal('relu') }),
  /** x / a for x < 0: 100 in Maas et al. 2013, 5.5 in the very leaky one of Xu et al. 2015. */
  z.object({ kind: z.literal('leaky-relu'), a: positive }),
  /** slope · x for x < 0, a slope learnt for every unit or channel (He et al. 2015). */
  z.object({ kind: z.literal('prelu'), start: z.number() }),
  /** eˣ − 1 for x < 0 (Clevert et al. 2016). */
  z.object({ kind: z.literal('elu') }),
  /** A slope drawn anew at every step of training, its mean in use (Xu et al. 2015). */
  z.object({
    kind: z.literal('rrelu'),
    /** a ~ U(lower, upper) in training, a = (lower + upper) / 2 otherwise. */
    lower: positive,
    upper: positive,
    /** x / a for x < 0, as it is defined; or a · x, which the article's script computes. */
    form: z.enum(['divide', 'multiply']),
    /** One draw for each element, as it is defined; or one for each layer and batch. */
    draw: z.enum(['element', 'batch']),
    /** Of the draws; those of two layers differ by the layers' names. */
    seed: z.int(),
  }),
]);

export type ActivationSettings = Readonly<z.output<typeof activationSettings>>;
export type ActivationKind = ActivationSettings['kind'];
export type RReluSettings = Extract<ActivationSettings, { kind: 'rrelu' }>;

/** What a network has that names no activation. */
export const RELU: ActivationSettings = { kind: 'relu' };

/** The activations that a recipe can name. */
export const activationKind = z.enum([
  'relu',
  'leaky-relu',
  'prelu',
  'elu',
  'rrelu',
] satisfies readonly ActivationKind[]);

/** No recipe may be wider; what is built before the weights are compared has at most 517 MB then (zhang, all bins). */
export const MOST_WIDTH = 128;

/**
 * An architecture and its size. `article`: the article's eight valid 3 × 3 convolutions with `width`, 2·`width`, …
 * 7·`width` filters. `zhang`: the network of Zhang et al. 2016, with `width` filters in conv1 (64 in the paper) and the
 * others in proportion. `pretrained`: the encoder of EfficientNet-Lite0, and a decoder of `width` filters.
 */
export const networkSettings = z.object({
  kind: z
    .enum(['article', 'zhang', 'pretrained'])
    .default('article')
    .describe(
      'article: 17 × 17 pixels around each; zhang: that of Zhang et al. 2016; pretrained: the whole picture, by an encoder that knows things from a million photos. zhang trains on tensorflow only.',
    ),
  width: z
    .int()
    .min(1)
    .max(MOST_WIDTH)
    .default(4)
    .describe(
      'Filters of the first layer (zhang: 64 in the paper), of which further ones have multiples; pretrained: filters of the decoder.',
    ),
  cut: z
    .literal([16, 32])
    .exactOptional()
    .describe('pretrained alone: the stride after which its encoder is cut off; 32 when left out.'),
  activation: activationSettings.default(RELU),
});

/** Of the network `pretrained` that names none. */
export const DEFAULT_CUT = 32;

export type NetworkSettings = Readonly<z.output<typeof networkSettings>>;
/** The same before parsing: what is left out gets its default. */
export type NetworkInput = Readonly<z.input<typeof networkSettings>>;

/** The network of a saved model, which names its kind and width; one without an activation has ReLU. */
export const savedNetwork = networkSettings.extend({
  kind: networkSettings.shape.kind.unwrap(),
  width: networkSettings.shape.width.unwrap(),
});
