import {
  type Colourfulness,
  colourfulness,
  meanChroma,
  measureAb,
  measureHue,
  psnr,
  showInSrgb,
  ssimWith,
} from '@tintype/colour';

import type { Attempt, Original } from './attempts.ts';

/** The original, and what all attempts are compared with. */
export interface Truth extends Original {
  readonly rgb: Uint8ClampedArray;
  /** What each pixel weighs in the balanced AuC. */
  readonly weights: Float64Array;
  readonly chroma: number;
  readonly colourfulness: Colourfulness;
  /** The SSIM of a picture with this one. */
  ssim(rgb: Uint8ClampedArray): number;
}

export type MetricsRow = ReturnType<typeof measureAttempt>;

/** What of a photo is the same for all attempts; `rgb` [size, size, 3] is its picture. */
export function describeTruth(original: Original, rgb: Uint8ClampedArray, weights: Float64Array): Truth {
  return {
    ...original,
    ...{ rgb, weights },
    chroma: meanChroma(original.ab),
    colourfulness: colourfulness(rgb),
    ssim: ssimWith(rgb, original.size, original.size),
  };
}

/** How an attempt compares with the truth; its picture is written into `rgb` [size, size, 3]. */
export function measureAttempt(photo: string, attempt: Attempt, truth: Truth, rgb: Uint8ClampedArray) {
  const outOfGamut = showInSrgb(truth.lightness, attempt.ab, rgb);
  const { signed, absolute } = colourfulness(rgb);
  return {
    photo,
    method: attempt.method,
    temperature: attempt.temperature,
    ...measureAb(attempt.ab, truth.ab, truth.weights),
    ...measureHue(attempt.ab, truth.ab),
    psnr: psnr(rgb, truth.rgb),
    ssim: truth.ssim(rgb),
    colourfulness: signed,
    colourfulnessTruth: truth.colourfulness.signed,
    colourfulnessAbsolute: absolute,
    colourfulnessAbsoluteTruth: truth.colourfulness.absolute,
    chroma: meanChroma(attempt.ab),
    chromaTruth: truth.chroma,
    outOfGamut,
    ...attempt.codes,
  };
}
