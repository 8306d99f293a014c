import type { ActivationSettings } from '../networks/activation.ts';

/** The architectures there are; a closed union, told apart by `kind`. */
export type NetworkSettings = ArticleNetworkSettings | EncoderDecoderSettings | ZhangNetworkSettings;

/** The article's eight valid 3 × 3 convolutions with `width`, 2·`width`, … 7·`width` filters. */
export interface ArticleNetworkSettings {
  readonly kind: 'article';
  readonly width: number;
  /** ReLU when left out. */
  readonly activation?: ActivationSettings;
}

/** Convolutions at four scales with the mean of the whole picture; `width` filters at half its size. */
export interface EncoderDecoderSettings {
  readonly kind: 'encoder-decoder';
  readonly width: number;
  /** ReLU when left out. */
  readonly activation?: ActivationSettings;
}

/** The network of Zhang et al. 2016, with `width` filters in conv1 (64 in the paper) and the others in proportion. */
export interface ZhangNetworkSettings {
  readonly kind: 'zhang';
  readonly width: number;
  /** ReLU when left out. */
  readonly activation?: ActivationSettings;
}

/** `bfloat16`: convolutions and what flows between them, with float32 parameters, optimiser and loss. */
export type Precision = 'float32' | 'bfloat16';

export interface TrainSettings {
  readonly network: NetworkSettings;
  /** `bfloat16` trains on the back end tensorflow alone. */
  readonly precision: Precision;
  readonly epochs: number;
  /** Patches per optimiser step. */
  readonly batch: number;
  /** The highest learning rate; `schedule` says how it moves. */
  readonly learningRate: number;
  /** `cosine`: a linear warm-up over the first `warmUp` of all steps, then half a cosine down to 0. */
  readonly schedule: 'constant' | 'cosine';
  readonly warmUp: number;
  /** `stencil`: the article's 5 × 5 windows, for which `neighbours` and `sigma` are not read. */
  readonly targets?: 'nearest' | 'stencil';
  /** Soft targets: this many nearest bins, weighted by a Gaussian of `sigma` ab units. */
  readonly neighbours: number;
  readonly sigma: number;
  /**
   * Decay per step of a moving average of the parameters and of the statistics of batch normalisation, which is then
   * what is validated, shown and kept; null or left out: there is none.
   */
  readonly ema?: number | null;
  /** Decoupled weight decay λ of kernels, as in AdamW; 0 when left out. */
  readonly weightDecay?: number;
  /** The gradient's global norm is at most this; null or left out: it is what it is. */
  readonly clipNorm?: number | null;
  /** Shows each patch mirrored left to right in half of the epochs, chosen by the seed. */
  readonly mirror: boolean;
  /** Further ways to show a patch differently each time; none when left out. */
  readonly augment?: AugmentSettings;
  /**
   * 0 or left out: an epoch shows each patch once. Above: as many patches, drawn with replacement by (mean class
   * weight of the patch's pixels)^balance, so that rare colours are seen more often.
   */
  readonly balance?: number;
  /** Which epoch's parameters become the model. */
  readonly keep: 'best' | 'last';
  /** Epochs without a lower validation loss after which training stops; null: it never stops early. */
  readonly patience: number | null;
  /** At most this many validation patches, chosen by the seed, are measured after each epoch. */
  readonly validationPatches: number;
  readonly seed: number;
}

export interface AugmentSettings {
  /** Side of a random window that is cut out each time, in pixels of lightness; null: the whole patch. */
  readonly crop: number | null;
  /** The light is raised or lowered by at most so many stops, drawn uniformly each time. */
  readonly exposure: number;
}

/** The learning rate of optimiser step `step` (0-based) of `steps`. */
export function learningRateAt(settings: TrainSettings, step: number, steps: number): number {
  const { learningRate, schedule, warmUp } = settings;
  if (schedule === 'constant') return learningRate;
  const warm = Math.ceil(warmUp * steps);
  if (step < warm) return (learningRate * (step + 1)) / warm;
  return learningRate * 0.5 * (1 + Math.cos((Math.PI * (step - warm)) / (steps - warm)));
}

/** Throws at the first setting that cannot be trained with, naming it. */
export function checkTrainSettings(settings: TrainSettings): void {
  const whole = (name: 'epochs' | 'batch' | 'neighbours' | 'validationPatches') =>
    expectSetting(
      name,
      settings[name],
      'a whole number ≥ 1',
      Number.isInteger(settings[name]) && settings[name] >= 1,
    );
  whole('epochs');
  whole('batch');
  whole('neighbours');
  whole('validationPatches');
  const { patience } = settings;
  const waits = patience === null || (Number.isInteger(patience) && patience >= 1);
  expectSetting('patience', patience, 'a whole number ≥ 1, or null', waits);
  expectSetting('learningRate', settings.learningRate, 'a number > 0', settings.learningRate > 0);
  expectSetting('sigma', settings.sigma, 'a number > 0', settings.sigma > 0);
  expectSetting('warmUp', settings.warmUp, 'a share 0 ≤ x < 1', settings.warmUp >= 0 && settings.warmUp < 1);
  expectSetting('seed', settings.seed, 'a whole number', Number.isInteger(settings.seed));
  const { width } = settings.network;
  expectSetting('network.width', width, 'a whole number ≥ 1', Number.isInteger(width) && width >= 1);
  checkOptimiser(settings);
  checkShowing(settings);
}

function checkShowing({ balance = 0, augment }: TrainSettings): void {
  expectSetting('balance', balance, 'a power from 0 to 1', balance >= 0 && balance <= 1);
  const { crop, exposure } = augment ?? { crop: null, exposure: 0 };
  const side = crop === null || (Number.isInteger(crop) && crop >= 1);
  expectSetting('augment.crop', crop, 'a whole number ≥ 1, or null', side);
  expectSetting('augment.exposure', exposure, 'stops from 0 to 8', exposure >= 0 && exposure <= 8);
}

function checkOptimiser({ ema = null, weightDecay = 0, clipNorm = null }: TrainSettings): void {
  expectSetting('ema', ema, 'a decay 0 < x < 1, or null', ema === null || (ema > 0 && ema < 1));
  const decays = weightDecay >= 0 && weightDecay < Infinity;
  expectSetting('weightDecay', weightDecay, 'a number ≥ 0', decays);
  expectSetting('clipNorm', clipNorm, 'a number > 0, or null', clipNorm === null || clipNorm > 0);
}

function expectSetting(name: string, value: number | null, expectation: string, holds: boolean): void {
  if (!holds) throw new Error(`train.${name}: expected ${expectation}, got ${value}`);
}
