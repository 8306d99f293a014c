import {
  colourfulness,
  countOutsideSrgb,
  joinLab,
  labToSrgb,
  meanChroma,
  measureAb,
  measureHue,
  psnr,
  ssim,
} from '@tintype/colour';
import { metricsTable } from '@tintype/records';

import type { Attempt, Original } from './attempts.ts';

/** The original with its sRGB picture. */
export interface Truth extends Original {
  readonly rgb: Uint8ClampedArray;
}

export type MetricsRow = ReturnType<typeof measureAttempt>['row'];

/** An attempt as a picture, and how it compares with the truth; `weightOf` is what a true colour weighs in the balanced AuC. */
export function measureAttempt(
  photo: string,
  attempt: Attempt,
  { truth, weightOf }: { truth: Truth; weightOf: (a: number, b: number) => number },
) {
  const lab = joinLab(truth.lightness, attempt.ab);
  const rgb = labToSrgb(lab);
  const row = {
    photo,
    method: attempt.method,
    temperature: attempt.temperature,
    ...measureAb(attempt.ab, truth.ab, weightOf),
    ...measureHue(attempt.ab, truth.ab),
    psnr: psnr(rgb, truth.rgb),
    ssim: ssim(rgb, truth.rgb, truth.size, truth.size),
    colourfulness: colourfulness(rgb, 'signed'),
    colourfulnessTruth: colourfulness(truth.rgb, 'signed'),
    colourfulnessAbsolute: colourfulness(rgb, 'absolute'),
    colourfulnessAbsoluteTruth: colourfulness(truth.rgb, 'absolute'),
    chroma: meanChroma(attempt.ab),
    chromaTruth: meanChroma(truth.ab),
    outOfGamut: countOutsideSrgb(lab),
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
