import { expect, it } from '@jest/globals';
import { metricsTable } from '@tintype/records';

import { encodeMetrics } from '../evaluate/encode-metrics.ts';
import type { MetricsRow } from '../evaluate/measure-attempt.ts';
import { relabel } from './relabel.ts';

it('puts the rows of one temperature under another, in the place of those that had it', () => {
  const table = tableOf([
    ['network', 0.38, 1],
    ['network', 0.7, 2],
    ['network', 1, 3],
    ['grey', NaN, 4],
  ]);
  const { method, temperature, error } = relabel(table, 0.7, 0.38);
  expect(method).toEqual(['network', 'network', 'grey']);
  expect([...temperature]).toEqual([Math.fround(0.38), 1, NaN]);
  expect([...error]).toEqual([2, 3, 4]);
  expect(relabel(table, 0.38, 0.38)).toBe(table);
});

type Given = readonly [method: MetricsRow['method'], temperature: number, error: number];

function tableOf(rows: readonly Given[]) {
  const zeros = {
    ...{ pixels: 1, error: 0, weightedError: 0, weight: 1, squared: 0, hue: 0, vivid: 0, psnr: 0, ssim: 0 },
    ...{ colourfulness: 0, colourfulnessTruth: 0, colourfulnessAbsolute: 0, colourfulnessAbsoluteTruth: 0 },
    ...{ chroma: 0, chromaTruth: 0, outOfGamut: 0, crossEntropy: 0, labelEntropy: 0 },
    ...{ weightedCrossEntropy: 0, weightedLabelEntropy: 0, lossWeight: 0 },
  };
  const given = rows.map(([method, temperature, error]) => ({
    ...{ ...zeros, photo: '0'.repeat(64) },
    ...{ method, temperature, error },
  }));
  return metricsTable.decode(encodeMetrics(given), 'metrics');
}
