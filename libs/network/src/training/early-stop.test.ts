import { describe, expect, it } from '@jest/globals';

import type { CurveRow } from '../checkpoints/curve-row.ts';
import { SMALL } from '../testing/synthetic-patches.ts';
import { isOver } from './early-stop.ts';

describe('isOver', () => {
  it('says so after as many epochs without better validation colours as it has patience', () => {
    expect(after([0.7, 0.8, 0.75], 2)).toBe(false);
    expect(after([0.7, 0.8, 0.75, 0.79], 2)).toBe(true);
    expect(after([0.7, 0.8, 0.75, 0.81], 2)).toBe(false);
    expect(after([0.7, 0.8, 0.8], 1)).toBe(true); // as good is not better
    expect(after([0.7], 1)).toBe(false);
    expect(after([], 1)).toBe(false);
  });

  it('counts the model that it started from among what is to be bettered', () => {
    expect(after([0.7, 0.71], 2, 0.8)).toBe(true);
    expect(after([0.7, 0.81], 2, 0.8)).toBe(false);
  });

  it('waits for the last epoch without patience, or without anything measured', () => {
    expect(after([0.9, 0.8, 0.7, 0.6, 0.5], null)).toBe(false);
    expect(after([null, null, null], 1)).toBe(false);
    expect(after([0.9, 0.8, 0.7, 0.6, 0.5, 0.4], null)).toBe(true);
  });
});

function after(
  measured: readonly (number | null)[],
  patience: number | null,
  startAuc: number | null = null,
): boolean {
  const curves = measured.map((validationAuc, i) => ({ epoch: i + 1, validationAuc }) as CurveRow);
  return isOver({ curves, startAuc }, { ...SMALL, epochs: 6, patience });
}
