import { countEncoderAdds, countMultiplyAdds, countPredicted } from '@tintype/network/settings';

import type { TrainStageSettings } from '../schemas/train.ts';

// Units of work, so that one run predicts others: what computations with other settings take is in proportion.

/** Reading a photo or an image takes as long as some 32,000 pixels of the result. */
const PIXELS_TO_READ = 2 ** 15;

/** Of what is made of whole images, in pixels. */
export function imageWork(images: number, size: number): number {
  return images * (size ** 2 + PIXELS_TO_READ);
}

/** Of drawing windows, in pixels. */
export function samplingWork(patches: number, window: number): number {
  return patches * window ** 2;
}

export interface Training {
  readonly settings: Pick<
    TrainStageSettings,
    'network' | 'epochs' | 'augment' | 'encoderRate' | 'validationPatches'
  >;
  readonly bins: number;
  /** Sides of the patches in pixels, and how many there are. */
  readonly window: number;
  readonly train: number;
  readonly validation: number;
}

/** What encoding a target and the loss cost beside the network: so many multiply–adds for each logit, as measured at widths 4 and 8. */
const PER_LOGIT = 400;

/**
 * Of a training, in multiply–adds of forward passes. Validation, which goes forward only, is a third of training, and so is
 * what a frozen encoder takes.
 */
export function trainingWork({ settings, bins, window, train, validation }: Training): number {
  const side = settings.augment.crop ?? window;
  const frozen = settings.encoderRate === 0 ? countEncoderAdds(settings.network, side) : 0;
  const perPatch =
    countMultiplyAdds(settings.network, bins, side) -
    (2 / 3) * frozen +
    PER_LOGIT * bins * countPredicted(settings.network, side);
  return settings.epochs * perPatch * (train + Math.min(validation, settings.validationPatches) / 3);
}

export interface Colouring {
  readonly network: TrainStageSettings['network'];
  readonly bins: number;
  readonly size: number;
  readonly photos: number;
  /** Decoding temperatures. */
  readonly temperatures: number;
}

/** Baselines and upper bounds that each photo is measured with, beside the temperatures. */
const OTHER_METHODS = 7;
/** Multiply–adds that take as long as measuring a pixel once. */
const PER_MEASURED_PIXEL = 20_000;

/** Of colouring photos and measuring what came out, in measured pixels. */
export function colouringWork({ network, bins, size, photos, temperatures }: Colouring): number {
  const perPixel = countMultiplyAdds(network, bins, size) / size ** 2 / PER_MEASURED_PIXEL;
  return photos * (size ** 2 + PIXELS_TO_READ / 2) * (OTHER_METHODS + temperatures + perPixel);
}

/** Bins that photos usually use, and those of Zhang et al. 2016, which are 10 ab units wide. */
const USUAL_BINS = { dataset: 190, hull: 313, model: 190 } as const;

export function usualBins(gamut: keyof typeof USUAL_BINS, window: number): number {
  return USUAL_BINS[gamut] * (10 / window) ** 2;
}
