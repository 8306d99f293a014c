import { describe, expect, it } from '@jest/globals';

import { SMALL } from '../testing/synthetic-patches.ts';
import type { BatchPlan } from './batch.ts';
import { trainingOrder, validationOrder } from './batch-order.ts';

const rowsOf = (plans: readonly BatchPlan[]) => plans.flatMap(({ rows }) => [...rows]);

describe('trainingOrder', () => {
  it('shows every patch once per epoch, in an order of the epoch’s own', () => {
    const [first, again, second] = [1, 1, 2].map((epoch) => rowsOf(trainingOrder(10, SMALL, epoch)));
    expect([...(first ?? [])].sort((a, b) => a - b)).toEqual(Array.from({ length: 10 }, (_, i) => i));
    expect(again).toEqual(first);
    expect(second).not.toEqual(first);
  });

  it('ends with a smaller batch when the patches do not divide', () => {
    expect(trainingOrder(10, SMALL, 1).map(({ rows }) => rows.length)).toEqual([4, 4, 2]);
  });

  it('mirrors about half of the patches, or none', () => {
    const shares = (mirror: boolean) =>
      trainingOrder(1000, { ...SMALL, mirror }, 1).flatMap(({ mirrored }) => [...mirrored]);
    const mirrored = shares(true).filter((flip) => flip === 1).length;
    expect(Math.abs(mirrored - 500)).toBeLessThan(60);
    expect(new Set(shares(false))).toEqual(new Set([0]));
  });
});

describe('an order by odds', () => {
  const odds = Float64Array.from({ length: 10 }, (_, row) => row);
  const order = (epoch: number) => trainingOrder(10, SMALL, epoch, { crop: null, odds });

  it('draws as many patches as there are, rare ones more often, in every epoch anew', () => {
    expect(order(1).map(({ rows }) => rows.length)).toEqual([4, 4, 2]);
    expect(rowsOf(order(1))).toEqual(rowsOf(order(1)));
    expect(rowsOf(order(2))).not.toEqual(rowsOf(order(1)));
    const counts = new Int32Array(10);
    for (let epoch = 1; epoch <= 900; epoch++)
      for (const row of rowsOf(order(epoch))) counts[row] = (counts[row] ?? 0) + 1;
    counts.forEach((count, row) =>
      expect(Math.abs(count - 200 * row)).toBeLessThan(4.5 * Math.sqrt(200 * row + 1)),
    );
  });
});

describe('the way a patch is shown', () => {
  const crop = { window: 24, target: 8, stride: 1, places: 9 };
  const settings = { ...SMALL, augment: { ...SMALL.augment, crop: 24, exposure: 0.5 } };
  const cornersOf = (plans: readonly BatchPlan[]) => plans.flatMap(({ corners }) => [...(corners ?? [])]);
  const stopsOf = (plans: readonly BatchPlan[]) => plans.flatMap(({ stops }) => [...(stops ?? [])]);

  it('is whole and as it is unless asked for', () => {
    const [plan] = trainingOrder(10, SMALL, 1);
    expect(Object.keys(plan ?? {})).toEqual(['rows', 'mirrored']);
  });

  it('follows from seed and epoch, and is another in every epoch', () => {
    const [first, again, second] = [1, 1, 2].map((epoch) =>
      trainingOrder(50, settings, epoch, { crop, odds: null }),
    );
    expect(again).toEqual(first);
    for (const of of [cornersOf, stopsOf]) expect(of(second ?? [])).not.toEqual(of(first ?? []));
    const other = trainingOrder(50, { ...settings, seed: 8 }, 1, { crop, odds: null });
    for (const of of [cornersOf, stopsOf]) expect(of(other)).not.toEqual(of(first ?? []));
  });

  it('leaves the order and the mirrorings as they are without it', () => {
    const plain = trainingOrder(50, SMALL, 3);
    trainingOrder(50, settings, 3, { crop, odds: null }).forEach(({ rows, mirrored }, i) =>
      expect({ rows, mirrored }).toEqual(plain[i]),
    );
  });

  it('takes every corner equally often, in height and width alike', () => {
    const counts = new Map<string, number>();
    const corners = cornersOf(trainingOrder(8100, settings, 1, { crop, odds: null }));
    for (let i = 0; i < corners.length; i += 2) {
      const corner = corners.slice(i, i + 2).join();
      counts.set(corner, (counts.get(corner) ?? 0) + 1);
    }
    expect(counts.size).toBe(81);
    for (const count of counts.values()) expect(Math.abs(count - 100)).toBeLessThan(45); // 4.5 σ
  });

  it('raises and lowers the light evenly within its bounds', () => {
    const stops = stopsOf(trainingOrder(4000, settings, 1, { crop, odds: null }));
    expect(Math.max(...stops.map(Math.abs))).toBeLessThanOrEqual(0.5);
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(Math.abs(mean(stops))).toBeLessThan(0.02);
    expect(mean(stops.map((stop) => stop ** 2))).toBeCloseTo(1 / 12, 2); // of U(−.5, .5)
  });

  it('gives each batch its own part', () => {
    const plans = trainingOrder(10, settings, 1, { crop, odds: null });
    expect(plans.map(({ corners }) => corners?.length)).toEqual([8, 8, 4]);
    expect(plans.map(({ stops }) => stops?.length)).toEqual([4, 4, 2]);
  });

  it('is the centre as it is in validation', () => {
    const plans = validationOrder(10, settings, crop);
    expect(new Set(cornersOf(plans))).toEqual(new Set([4]));
    expect(plans.every(({ stops }) => stops === undefined)).toBe(true);
  });
});

describe('validationOrder', () => {
  it('chooses the same patches every time, as many as asked for, none of them mirrored', () => {
    const plans = validationOrder(10, SMALL);
    expect(validationOrder(10, SMALL)).toEqual(plans);
    expect(new Set(rowsOf(plans)).size).toBe(6);
    expect(plans.every(({ mirrored }) => mirrored.every((flip) => flip === 0))).toBe(true);
  });

  it('is empty without patches', () => {
    expect(validationOrder(0, SMALL)).toEqual([]);
  });
});
