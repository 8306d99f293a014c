import { metricsTable } from '@tintype/records';

import type { MetricsRow } from './measure-attempt.ts';

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
