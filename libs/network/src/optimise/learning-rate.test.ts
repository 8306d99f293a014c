import { describe, expect, it } from '@jest/globals';

import { SMALL } from '../testing/synthetic-patches.ts';
import { learningRateAt } from './learning-rate.ts';

describe('learningRateAt', () => {
  it('rises linearly over the warm-up, then falls along a cosine towards 0', () => {
    const settings = { ...SMALL, learningRate: 1, warmUp: 0.1 };
    const rates = Array.from({ length: 100 }, (_, step) => learningRateAt(settings, step, 100));
    expect(rates[0]).toBeCloseTo(0.1);
    expect(rates[9]).toBe(1);
    expect(rates[10]).toBe(1);
    expect(rates[55]).toBeCloseTo(0.5);
    expect(rates[99]).toBeLessThan(0.001);
    expect(rates.every((rate) => rate > 0)).toBe(true);
  });

  it('stays where it is when constant', () => {
    const settings = { ...SMALL, schedule: 'constant', learningRate: 0.5 } as const;
    expect(learningRateAt(settings, 0, 10)).toBe(0.5);
    expect(learningRateAt(settings, 9, 10)).toBe(0.5);
  });
});
