import { describe, expect, it } from '@jest/globals';

import type { Batch } from './batch.ts';
import { labelMarginal } from './label-marginal.ts';

describe('labelMarginal', () => {
  it('is the logarithm of the weighted share of every bin, all of them reachable', async () => {
    const share = Array.from(await labelMarginal(batches(), 4), Math.exp);
    expect(share.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 5);
    expect(share[2]).toBeCloseTo(0.745, 4);
    expect(share[0]).toBeCloseTo(0.25, 4);
    expect(share[1]).toBeGreaterThan(0);
  });

  it('stops when it has seen enough', async () => {
    let asked = 0;
    async function* endless() {
      for (;;) {
        asked++;
        yield batch([0], [1]);
      }
    }
    await labelMarginal(endless(), 2);
    expect(asked).toBe(4);
  });
});

async function* batches() {
  yield batch([0, 2], [1, 2]);
  yield batch([2], [1]);
}

function batch(index: number[], weight: number[]): Batch {
  const weightSum = weight.reduce((sum, value) => sum + value, 0);
  const codes = { index: Int32Array.from(index), weight: Float32Array.from(weight) };
  return { patches: 128, neighbours: 1, lightness: new Float32Array(), ...codes, weightSum, entropySum: 0 };
}
