import {
  type Colourfulness,
  colourfulness,
  joinLab,
  labToSrgb,
  meanChroma,
  measureAb,
  measureHue,
  psnr,
  showInSrgb,
  ssimWith,
  takeAb,
  takeLightness,
  weighPixels,
} from '@tintype/colour';
import { metricsTable } from '@tintype/records';

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

export type MetricsRow = ReturnType<typeof measureAttempt>['row'];

/** What of a photo [size, size, 3] is the same for all attempts; `weightOf` is what a true colour weighs in the balanced AuC. */
export function describeTruth(
  { lab, size }: { readonly lab: Float32Array; readonly size: number },
  weightOf: (a: number, b: number) => number,
): Truth {
  const [ab, rgb] = [takeAb(lab), labToSrgb(lab)];
  return {
    ...{ lightness: takeLightness(lab), ab, size, rgb },
    weights: weighPixels(ab, weightOf),
    chroma: meanChroma(ab),
    colourfulness: colourfulness(rgb),
    ssim: ssimWith(rgb, size, size),
  };
}

/** An attempt as a picture, and how it compares with the truth. */
export function measureAttempt(photo: string, attempt: Attempt, truth: Truth) {
  const { rgb, outside } = showInSrgb(joinLab(truth.lightness, attempt.ab));
  const { signed, absolute } = colourfulness(rgb);
  const row = {
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
    outOfGamut: outside,
    ...attempt.codes,
  };
  return { rgb, row };
}

/** The rows as a table. */
export function encodeMetrics(rows: readonly MetricsRow[]): Uint8Array {
  const column = (key: Exclude<keyof MetricsRow, 'photo' | 'method'>) =>
    Float64Array.from(rows, (row) => row[key]);
  return metricsTable.encode({
    photo: rows.map(({ photo }) => photo),
    method: rows.map(({ method }) => method),
    temperature: Float32Array.from(rows, ({ temperature }) => temperature),
    pixels: column('pixels'),
    error: column('error'),
    weightedError: column('weightedError'),
    weight: column('weight'),
    squared: column('squared'),
    hue: column('hue'),
    vivid: column('vivid'),
    psnr: column('psnr'),
    ssim: column('ssim'),
    colourfulness: column('colourfulness'),
    colourfulnessTruth: column('colourfulnessTruth'),
    colourfulnessAbsolute: column('colourfulnessAbsolute'),
    colourfulnessAbsoluteTruth: column('colourfulnessAbsoluteTruth'),
    chroma: column('chroma'),
    chromaTruth: column('chromaTruth'),
    outOfGamut: column('outOfGamut'),
    crossEntropy: column('crossEntropy'),
    labelEntropy: column('labelEntropy'),
    weightedCrossEntropy: column('weightedCrossEntropy'),
    weightedLabelEntropy: column('weightedLabelEntropy'),
    lossWeight: column('lossWeight'),
  });
}
