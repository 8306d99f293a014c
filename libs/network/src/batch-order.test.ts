import { describe, expect, it } from '@jest/globals';

import type { BatchPlan } from './batch.ts';
import { trainingOrder, validationOrder } from './batch-order.ts';
import { SMALL } from './synthetic-patches.ts';

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
