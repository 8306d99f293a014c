import type { Measures } from '@tintype/colour';

import type { MethodRow } from '../runs/method-row.ts';

/** A picture as the report shows it. */
export interface Picture {
  /** A `data:image/…` URI, or a file name relative to the report. Nothing else: the report loads nothing from afar. */
  readonly src: string;
  /** What there is to see, for those who cannot see it. */
  readonly alt: string;
  readonly width: number; // pixels
  readonly height: number;
}

/** Who made a photo and on what terms it may be shown. */
export interface Credit {
  readonly title: string;
  readonly author: string;
  readonly licence: string;
  /** Address of the licence; linked when it is http(s), else left out. */
  readonly licenceUrl: string;
  readonly source: string;
}

export interface PhotoClass {
  readonly name: string;
  readonly train: number;
  readonly validation: number;
  readonly test: number;
  /** Contact sheet of the class; null when there is none. */
  readonly sheet: Picture | null;
}

export interface QuarantinedPhoto {
  readonly path: string;
  readonly reason: string;
}

/** Pixels per cell of the ab grid: 220 × 220 one-unit cells over −110..110, laid out [a][b]. */
export type AbCounts = ArrayLike<number>;

export interface ClassUsage {
  readonly name: string;
  readonly counts: AbCounts;
}

export interface GamutBin {
  readonly a: number; // centre
  readonly b: number;
  readonly prior: number; // Σ over bins = 1
  readonly weight: number; // Σ prior · weight = 1
}

/** One moment of training. What was not measured then is null. */
export interface CurveRow {
  readonly epoch: number; // may be a fraction
  readonly step: number;
  readonly patches: number; // seen so far
  readonly learningRate: number;
  readonly trainLoss: number | null; // nats, rebalanced
  readonly trainKl: number | null;
  readonly validationLoss: number | null;
  readonly validationKl: number | null;
  readonly validationAuc: number | null; // of decoded colours, 0..1
}

/** What the network at the recipe's temperature scores on one photo, and the best that a baseline does. */
export interface PhotoRow {
  readonly title: string;
  readonly measures: Measures;
  readonly bestBaseline: number | null; // balanced AuC
}

export interface Prediction {
  readonly temperature: number;
  readonly picture: Picture;
}

/** A held-out photo: what the network sees, what it says at each temperature, and what was there. */
export interface GalleryRow {
  readonly title: string;
  readonly className: string;
  readonly credit: Credit | null;
  readonly grey: Picture;
  readonly truth: Picture;
  readonly predictions: readonly Prediction[];
  /** As the bundled model colours it; null where it was not asked. */
  readonly bundled: Picture | null;
  /** Of the prediction at the recipe's temperature. */
  readonly metrics: Measures;
}

export interface StageFingerprint {
  readonly stage: string;
  readonly fingerprint: string;
}

/** All that the report says; it adds words and charts, and no measure of its own. */
export interface ReportData {
  readonly recipe: {
    readonly name: string;
    readonly json: string;
    /** Address of the archive that could not be downloaded, so that the bundled photos stand in for it. */
    readonly insteadOf?: string | null;
  };
  readonly facts: {
    readonly photosKept: number;
    readonly photosQuarantined: number;
    readonly photosNearGrey: number;
    /** Of those the ones in the colours of one tone. */
    readonly photosToned: number;
    readonly patches: number;
    readonly epochs: number;
    readonly parameters: number;
    /** The back end that trained, such as "tensorflow (CUDA)". */
    readonly backEnd: string;
  };
  readonly results: {
    /** The one that stands for the network, of those that it was measured at. */
    readonly temperature: number;
    /** At every temperature. */
    readonly coherence: number;
    readonly saturation: number;
    readonly heldOutPhotos: number;
    /** Photos that are independent of each other: crops of one count as one. */
    readonly heldOutOriginals: number;
    readonly methods: readonly MethodRow[];
    /** Every held-out photo that was measured, by its title. */
    readonly photos: readonly PhotoRow[];
    readonly gallery: readonly GalleryRow[];
  };
  readonly curves: {
    readonly rows: readonly CurveRow[];
    /** Mean entropy of the soft targets in nats, weighted as the loss is: no loss can be lower. */
    readonly labelEntropy: number;
    /** Epochs that training was to have; with fewer rows it stopped early. */
    readonly planned: number;
    /** The epoch whose parameters the model has, from 1. */
    readonly kept: number;
    /** Validation patches without colours, after each of `epochs`, and as they were: a row each. */
    readonly sheet: { readonly epochs: readonly number[]; readonly picture: Picture } | null;
  };
  readonly photos: {
    readonly classes: readonly PhotoClass[];
    readonly quarantined: readonly QuarantinedPhoto[];
    /** Photos that nothing was learned from, as they have no colours. */
    readonly unused: readonly QuarantinedPhoto[];
    /** What of photos was left out or taken for something else. */
    readonly noted: readonly { readonly path: string; readonly note: string }[];
    /** Of every photo that a contact sheet shows. */
    readonly credits: readonly Credit[];
  };
  /** Colours of the training photos. */
  readonly usage: { readonly counts: AbCounts; readonly byClass: readonly ClassUsage[] };
  readonly gamut: {
    readonly kind: 'dataset' | 'hull';
    readonly window: number; // ab units
    readonly lambda: number;
    readonly bins: readonly GamutBin[];
  };
  readonly patches: { readonly sheet: Picture | null };
  readonly reproduction: {
    readonly commands: readonly string[];
    readonly stages: readonly StageFingerprint[];
  };
}
