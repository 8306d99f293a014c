import { auc, aucBalanced, type ColourErrors, rmseAb } from './ab-metrics.ts';
import type { CodeErrors } from './code-errors.ts';
import { hueAgreement, type HueSums } from './hue-agreement.ts';

/**
 * What one way to colour adds up to over photos. Every measure is a function of these totals, so that photos can be drawn
 * anew. What is known of distributions alone is NaN but for the network.
 */
export interface MeasureTotals extends ColourErrors, HueSums, CodeErrors {
  readonly photos: number;
  /** Sums over photos: dB, −1..1, and colourfulness of each picture and of its truth. */
  readonly psnr: number;
  readonly ssim: number;
  readonly colourfulness: number;
  readonly colourfulnessTruth: number;
  readonly colourfulnessAbsolute: number;
  readonly colourfulnessAbsoluteTruth: number;
  /** Sums over photos of the mean distance from grey, ab units. */
  readonly chroma: number;
  readonly chromaTruth: number;
  /** Pixels that sRGB cannot show. */
  readonly outOfGamut: number;
}

/** Which of two values is better; null where neither is. */
export type Better = 'higher' | 'lower' | { readonly nearest: number } | null;

interface Measure {
  readonly name: string;
  /** For narrow columns. */
  readonly short: string;
  /** Empty for what has none. A share is shown in "%". */
  readonly unit: '' | '%' | 'ab units' | 'dB' | 'nats';
  readonly better: Better;
  /** Decimals that are shown. */
  readonly digits: number;
  /** NaN where it is not defined. */
  of(totals: MeasureTotals): number;
}

/** The measures of a way to colour photos. Errors weigh by pixels; PSNR, SSIM and colourfulness are means over photos. */
export const MEASURES = {
  /** 0..1; NaN where it is not known how common colours are. */
  aucBalanced: {
    name: 'balanced AuC',
    short: 'balanced AuC',
    unit: '',
    better: 'higher',
    digits: 3,
    of: (sums) => (Number.isNaN(sums.weight) ? NaN : aucBalanced(sums)),
  },
  /** 0..1 */
  auc: { name: 'raw AuC', short: 'raw AuC', unit: '', better: 'higher', digits: 3, of: auc },
  rmseAb: { name: 'RMSE ab', short: 'RMSE ab', unit: 'ab units', better: 'lower', digits: 2, of: rmseAb },
  /** −1..1; NaN where no true colour is vivid. */
  hue: { name: 'hue agreement', short: 'hue', unit: '', better: 'higher', digits: 3, of: hueAgreement },
  psnr: {
    name: 'PSNR',
    short: 'PSNR',
    unit: 'dB',
    better: 'higher',
    digits: 2,
    of: ({ psnr, photos }) => psnr / photos,
  },
  /** −1..1 */
  ssim: {
    name: 'SSIM',
    short: 'SSIM',
    unit: '',
    better: 'higher',
    digits: 3,
    of: ({ ssim, photos }) => ssim / photos,
  },
  /** Hasler and Süsstrunk's, of signed opponent colours. */
  colourfulness: {
    name: 'colourfulness',
    short: 'colourfulness',
    unit: '',
    better: null,
    digits: 1,
    of: ({ colourfulness, photos }) => colourfulness / photos,
  },
  /** 1 is as colourful as the true photos. */
  colourfulnessRatio: {
    name: 'colourfulness ratio',
    short: 'colourful.',
    unit: '',
    better: { nearest: 1 },
    digits: 2,
    of: (sums) => sums.colourfulness / sums.colourfulnessTruth,
  },
  /** The variant of CT2 and DDColor, which drops the signs first. */
  colourfulnessAbsolute: {
    name: 'absolute colourfulness',
    short: 'abs. colourfulness',
    unit: '',
    better: null,
    digits: 1,
    of: ({ colourfulnessAbsolute, photos }) => colourfulnessAbsolute / photos,
  },
  colourfulnessAbsoluteRatio: {
    name: 'absolute colourfulness ratio',
    short: 'abs. colourful.',
    unit: '',
    better: { nearest: 1 },
    digits: 2,
    of: (sums) => sums.colourfulnessAbsolute / sums.colourfulnessAbsoluteTruth,
  },
  /** 1 is as far from grey as the true photos. */
  chromaRatio: {
    name: 'chroma ratio',
    short: 'chroma',
    unit: '',
    better: { nearest: 1 },
    digits: 2,
    of: ({ chroma, chromaTruth }) => chroma / chromaTruth,
  },
  /** Share of the pixels, 0..1. */
  outOfGamut: {
    name: 'out of gamut',
    short: 'out of gamut',
    unit: '%',
    better: null,
    digits: 1,
    of: ({ outOfGamut, pixels }) => outOfGamut / pixels,
  },
  /** A pixel's; of the network alone. */
  crossEntropy: {
    name: 'cross-entropy',
    short: 'CE',
    unit: 'nats',
    better: 'lower',
    digits: 3,
    of: ({ crossEntropy, pixels }) => crossEntropy / pixels,
  },
  /** What of the cross-entropy exceeds the entropy of the soft labels. */
  kl: {
    name: 'KL',
    short: 'KL',
    unit: 'nats',
    better: 'lower',
    digits: 3,
    of: ({ crossEntropy, labelEntropy, pixels }) => (crossEntropy - labelEntropy) / pixels,
  },
  /** With pixels weighted as in the training loss. */
  crossEntropyWeighted: {
    name: 'weighted cross-entropy',
    short: 'weighted CE',
    unit: 'nats',
    better: 'lower',
    digits: 3,
    of: ({ weightedCrossEntropy, lossWeight }) => weightedCrossEntropy / lossWeight,
  },
  klWeighted: {
    name: 'weighted KL',
    short: 'weighted KL',
    unit: 'nats',
    better: 'lower',
    digits: 3,
    of: (sums) => (sums.weightedCrossEntropy - sums.weightedLabelEntropy) / sums.lossWeight,
  },
} as const satisfies Readonly<Record<string, Measure>>;

export type MeasureKey = keyof typeof MEASURES;

/** A value of each measure; null where it is not defined. */
export type Measures = { readonly [K in MeasureKey]: number | null };

// Marked, so that bundles which do not measure leave the catalogue out.
export const MEASURE_KEYS = /* @__PURE__ */ Object.keys(MEASURES) as readonly MeasureKey[];

/** Something for each measure. */
export function perMeasure<T>(of: (key: MeasureKey) => T): { readonly [K in MeasureKey]: T } {
  const entries = MEASURE_KEYS.map((key) => [key, of(key)]);
  return Object.fromEntries(entries) as { readonly [K in MeasureKey]: T };
}

/** All measures of some totals. */
export function computeMeasures(totals: MeasureTotals): Measures {
  return perMeasure((key) => {
    const value = MEASURES[key].of(totals);
    return Number.isNaN(value) ? null : value;
  });
}

/** The best of some values of a measure; null where there are none, or where no value is better than another. */
export function bestValue(key: MeasureKey, values: readonly (number | null)[]): number | null {
  const { better }: Measure = MEASURES[key];
  if (better === null) return null;
  const badness = (value: number): number => {
    if (better === 'higher') return -value;
    return better === 'lower' ? value : Math.abs(value - better.nearest);
  };
  const known = values.filter((value): value is number => value !== null && !Number.isNaN(value));
  return known.sort((one, other) => badness(one) - badness(other))[0] ?? null;
}
