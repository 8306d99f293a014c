import { describe, expect, it } from '@jest/globals';

import type { CurveRow } from '../checkpoints/curve-row.ts';
import { SMALL } from '../testing/synthetic-patches.ts';
import { isOver } from './early-stop.ts';

describe('isOver', () => {
  it('says so after as many epochs without a lower validation loss as it has patience', () => {
    expect(after([3, 2, 2.5], 2)).toBe(false);
    expect(after([3, 2, 2.5, 2.1], 2)).toBe(true);
    expect(after([3, 2, 2.5, 1.9], 2)).toBe(false);
    expect(after([3, 2, 2], 1)).toBe(true); // as low is not lower
    expect(after([3], 1)).toBe(false);
    expect(after([], 1)).toBe(false);
  });

  it('waits for the last epoch without patience, or without anything measured', () => {
    expect(after([1, 2, 3, 4, 5], null)).toBe(false);
    expect(after([null, null, null], 1)).toBe(false);
    expect(after([1, 2, 3, 4, 5, 6], null)).toBe(true);
  });
});

function after(losses: readonly (number | null)[], patience: number | null): boolean {
  const curves = losses.map((validationLoss, i) => ({ epoch: i + 1, validationLoss }) as CurveRow);
  return isOver(curves, { ...SMALL, epochs: 6, patience });
}
