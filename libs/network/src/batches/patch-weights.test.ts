import { describe, expect, it } from '@jest/globals';

import { SHAPES, SMALL, smallGamut, syntheticPatches, TARGET } from '../testing/synthetic-patches.ts';
import { batchReader } from './batch.ts';
import { epochOrders } from './epoch-orders.ts';
import type { PatchSource } from './patch-source.ts';
import { meanWeights } from './patch-weights.ts';

const GAMUT = smallGamut();
const WEIGHTS = Float32Array.from({ length: 9 }, (_, q) => 1 + q);

/** Left half of one colour, right half of another; patches beyond the 100th of the second alone. */
const halves: PatchSource = {
  count: 150,
  ...SHAPES,
  read(rows, into) {
    rows.forEach((row, i) => {
      for (let p = 0; p < TARGET * TARGET; p++) {
        const ab = row < 100 && p % TARGET < TARGET / 2 ? [-10, -10] : [10, 10];
        into.ab.set(ab, 2 * (i * TARGET * TARGET + p));
      }
    });
  },
};

describe('meanWeights', () => {
  it('is the mean of what the pixels of a patch weigh, for every patch', async () => {
    const means = await meanWeights(halves, GAMUT, WEIGHTS);
    expect(means.length).toBe(150);
    expect(new Set(means.slice(0, 100))).toEqual(new Set([5])); // of the bins' 1 and 9
    expect(new Set(means.slice(100))).toEqual(new Set([9]));
  });

  it('agrees with what the loss weighs', async () => {
    const source = syntheticPatches(5, 'weights');
    const means = await meanWeights(source, GAMUT, WEIGHTS);
    const read = batchReader(source, { gamut: GAMUT, weights: WEIGHTS, settings: SMALL });
    for (const [row, mean] of means.entries()) {
      const { weightSum } = await read({ rows: Int32Array.of(row), mirrored: new Uint8Array(1) });
      expect(mean).toBeCloseTo(weightSum / TARGET ** 2, 5);
    }
  });
});

describe('epochOrders', () => {
  it('shows patches of rare colours more often by the power of balance', async () => {
    const share = async (balance: number) => {
      const { training } = await ordersOf(balance);
      const rows = Array.from({ length: 60 }, (_, epoch) =>
        training(epoch + 1).flatMap((plan) => [...plan.rows]),
      );
      return rows.flat().filter((row) => row >= 100).length / rows.flat().length;
    };
    expect(await share(0)).toBeCloseTo(1 / 3, 10);
    const rare = (power: number) => (50 * 9 ** power) / (50 * 9 ** power + 100 * 5 ** power);
    for (const power of [1, 0.5]) expect(Math.abs((await share(power)) - rare(power))).toBeLessThan(0.02); // 4 σ of 9,000 draws
  });

  it('validates the same patches, each once', async () => {
    expect((await ordersOf(1)).validation).toEqual((await ordersOf(0)).validation);
  });
});

function ordersOf(balance: number) {
  return epochOrders({
    settings: { ...SMALL, balance },
    gamut: GAMUT,
    weights: WEIGHTS,
    data: { train: halves, validation: halves },
  });
}
