import { describe, expect, it } from '@jest/globals';

import { describeKept, findKept } from './kept-epoch.ts';

const curves = (...auc: number[]) => ({
  epoch: Int32Array.from(auc, (_, i) => i + 1),
  validationAuc: Float64Array.from(auc),
});

describe('the kept epoch', () => {
  it('is the one whose validation colours are best, or the last one, and says so', () => {
    const peaked = curves(0.861, 0.872, 0.866);
    expect([findKept(peaked, 'best'), findKept(peaked, 'last')]).toEqual([1, 2]);
    expect(describeKept(peaked, 1)).toBe(
      'kept epoch 2: AuC 0.872 on validation photos, later ones were no better',
    );
    expect(describeKept(peaked, 2)).toBe(
      'kept the last one: AuC 0.866 on validation photos, epoch 2 had 0.872',
    );
    expect(describeKept(curves(0.861, 0.872), 1)).toBe(
      'kept epoch 2: AuC 0.872 on validation photos, none had more',
    );
  });

  it('is the last one where nothing was measured', () => {
    const blind = curves(NaN, NaN);
    expect([findKept(blind, 'best'), describeKept(blind, 1)]).toEqual([1, 'kept the last one']);
  });
});
