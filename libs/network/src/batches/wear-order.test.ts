import { describe, expect, it } from '@jest/globals';

import { trainSettings } from '../settings/train-settings.ts';
import { SMALL } from '../testing/synthetic-patches.ts';
import { trainingOrder } from './batch-order.ts';
import { type Wear, wearOrder } from './wear-order.ts';

const STRENGTHS = {
  ...{ orthochromatic: 0.8, tone: 0.5, contrast: 0.4, blur: 2, vignette: 1, grain: 6, fading: 15 },
  ...{ jpeg: 30, worn: 1 },
} as const;

function settingsWith(augment: Partial<typeof SMALL.augment>) {
  return { ...SMALL, augment: { ...SMALL.augment, ...augment } };
}

function drawn(count: number, augment: Partial<typeof SMALL.augment>, epoch = 1): Wear[] {
  return (wearOrder(count, settingsWith(augment), epoch) ?? []).flatMap((wear) => wear ?? []);
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('how patches are worn', () => {
  it('is not at all unless a setting asks for it', () => {
    expect(wearOrder(10, SMALL, 1)).toBeNull();
    expect(wearOrder(10, settingsWith({ exposure: 1, crop: 20, worn: 1 }), 1)).toBeNull();
    expect(wearOrder(10, settingsWith({ ...STRENGTHS, worn: 0 }), 1)).toBeNull();
    expect(trainSettings.parse({}).augment).toMatchObject({ jpeg: null, blur: 0, grain: 0 });
  });

  it('follows from seed and epoch, and is another in every epoch', () => {
    const [first, again, second] = [1, 1, 2].map((epoch) => drawn(20, STRENGTHS, epoch));
    expect(again).toEqual(first);
    expect(second).not.toEqual(first);
    expect(wearOrder(20, { ...settingsWith(STRENGTHS), seed: 8 }, 1)).not.toEqual(first);
    expect(drawn(8, STRENGTHS)).toEqual(first?.slice(0, 8));
  });

  it('draws each effect for itself: others leave it as it is, and so does the share of patches', () => {
    const [all, grain] = [drawn(20, STRENGTHS), drawn(20, { grain: 6, worn: 1 })];
    expect(grain.map((wear) => [wear.grain, wear.seed])).toEqual(all.map((wear) => [wear.grain, wear.seed]));
    const half = wearOrder(20, settingsWith({ ...STRENGTHS, worn: 0.5 }), 1) ?? [];
    half.forEach((wear, i) => expect([null, all[i]]).toContainEqual(wear));
  });

  it('is evenly drawn up to each strength', () => {
    const wears = drawn(4000, STRENGTHS);
    const around = (key: keyof Wear, low: number, high: number) => {
      const values = wears.map((wear) => Number(wear[key]));
      expect(Math.min(...values)).toBeGreaterThanOrEqual(low);
      expect(Math.max(...values)).toBeLessThanOrEqual(high);
      expect(Math.abs(mean(values) - (low + high) / 2)).toBeLessThan((high - low) / 45); // 4 σ of the mean of 4,000
    };
    for (const key of ['orthochromatic', 'blur', 'vignette', 'grain'] as const)
      around(key, 0, STRENGTHS[key]);
    for (const key of ['tone', 'contrast'] as const) around(key, -STRENGTHS[key], STRENGTHS[key]);
    for (const key of ['blacks', 'whites'] as const) around(key, 0, STRENGTHS.fading);
    around('quality', 30, 100);
    around('green', 0, 0.6);
    expect(new Set(wears.map(({ seed }) => seed)).size).toBe(4000);
    expect(wears.every(({ seed }) => Number.isInteger(seed))).toBe(true);
  });

  it('is so for the share of patches that is asked for, and leaves the rest of the plan as it is', () => {
    const settings = settingsWith({ ...STRENGTHS, worn: 0.25 });
    const worn = (wearOrder(4000, settings, 1) ?? []).filter((wear) => wear !== null).length;
    expect(Math.abs(worn / 4000 - 0.25)).toBeLessThan(0.03);
    const plans = trainingOrder(10, settings, 1);
    expect(plans.map(({ wear }) => wear?.length)).toEqual([4, 4, 2]);
    expect(plans.map(({ wear: _, ...plan }) => plan)).toEqual(trainingOrder(10, SMALL, 1));
  });
});
