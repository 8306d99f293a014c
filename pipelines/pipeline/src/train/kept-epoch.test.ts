import { describe, expect, it } from '@jest/globals';

import { describeKept, findKept } from './kept-epoch.ts';

const curves = (...auc: number[]) => ({
  epoch: Int32Array.from(auc, (_, i) => i + 1),
  validationAuc: Float64Array.from(auc),
  startAuc: null,
});

describe('the kept epoch', () => {
  it('is the one whose validation colours are best, or the last one, and says so', () => {
    const peaked = curves(0.861, 0.872, 0.866);
    expect([findKept(peaked, 'best'), findKept(peaked, 'last')]).toEqual([2, 3]);
    expect(describeKept(peaked, 2)).toBe(
      'kept epoch 2: AuC 0.872 on validation photos, later ones were no better',
    );
    expect(describeKept(peaked, 3)).toBe(
      'kept the last one: AuC 0.866 on validation photos, epoch 2 had 0.872',
    );
    expect(describeKept(curves(0.861, 0.872), 2)).toBe(
      'kept epoch 2: AuC 0.872 on validation photos, none had more',
    );
  });

  it('is none where no epoch was better than the model that training started from', () => {
    const worse = { ...curves(0.86, 0.87), startAuc: 0.88 };
    expect(findKept(worse, 'best')).toBe(0);
    expect(describeKept(worse, 0)).toBe(
      'kept the model that it started from: AuC 0.880 on validation photos, no epoch had more',
    );
    expect(describeKept(worse, findKept(worse, 'last'))).toBe(
      'kept the last one: AuC 0.870 on validation photos, the model that it started from had 0.880',
    );
    const better = { ...curves(0.86, 0.89), startAuc: 0.88 };
    expect(describeKept(better, findKept(better, 'best'))).toBe(
      'kept epoch 2: AuC 0.890 on validation photos, none had more, 0.880 at the start',
    );
  });

  it('is the last one where nothing was measured', () => {
    const blind = curves(NaN, NaN);
    expect([findKept(blind, 'best'), describeKept(blind, 2)]).toEqual([2, 'kept the last one']);
  });
});
