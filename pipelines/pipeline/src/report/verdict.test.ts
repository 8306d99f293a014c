import { describe, expect, it } from '@jest/globals';

import type { MethodRow } from '../runs/method-row.ts';
import { verdict } from './verdict.ts';

function row(method: MethodRow['method'], temperature: number | null, aucBalanced: number | null): MethodRow {
  const rest = {
    photos: 1,
    intervals: {},
    lead: {},
    auc: null,
    rmseAb: null,
    hue: null,
    psnr: null,
    ssim: null,
    colourfulness: null,
    colourfulnessRatio: null,
    colourfulnessAbsolute: null,
    colourfulnessAbsoluteRatio: null,
    chromaRatio: null,
    outOfGamut: null,
    crossEntropy: null,
    kl: null,
    crossEntropyWeighted: null,
    klWeighted: null,
  };
  return { method, temperature, aucBalanced, ...rest };
}

const RESULTS = {
  temperature: 0.38,
  ...{ coherence: 0, saturation: 1 },
  heldOutPhotos: 1,
  heldOutOriginals: 1,
  photos: [],
  gallery: [],
};

function judge(...methods: readonly MethodRow[]): string {
  const { figures, meaning } = verdict({ ...RESULTS, methods });
  return `${figures} ${meaning}`;
}

describe('verdict', () => {
  it('compares the recipe’s temperature, not the luckiest one, with the best baseline', () => {
    const words = judge(
      row('network', 0.38, 0.841),
      row('network', 1, 0.9),
      row('grey', null, 0.7),
      row('global mean', null, 0.822),
    );
    expect(words).toContain('Balanced AuC 0.841 against 0.822 for the best baseline (global mean).');
    expect(words).toContain('does better than every method that does not look');
  });

  it('does not hide a narrow lead, a draw or a defeat', () => {
    expect(judge(row('network', 0.38, 0.823), row('grey', null, 0.822))).toContain('only just');
    expect(judge(row('network', 0.38, 0.8221), row('grey', null, 0.8222))).toContain('no better than');
    expect(judge(row('network', 0.38, 0.8), row('mean per lightness', null, 0.822))).toContain(
      'has not learned enough yet',
    );
  });

  it('calls a difference noise when other photos could have turned it round, whoever leads', () => {
    const noisy = (isClear: boolean, difference: number): MethodRow => ({
      ...row('mean per row', null, 0.822),
      lead: { aucBalanced: { difference, interval: isClear ? [0.01, 0.03] : [-0.01, 0.05], isClear } },
    });
    expect(judge(row('network', 0.38, 0.842), noisy(false, 0.02))).toContain(
      'within noise: with other photos the difference could be anything from −0.010 to 0.050.',
    );
    expect(judge(row('network', 0.38, 0.81), noisy(false, -0.012))).toContain('within noise');
    expect(judge(row('network', 0.38, 0.842), noisy(true, 0.02))).toContain('does better than every method');
  });

  it('does not take the truth rounded to bins for a baseline', () => {
    expect(
      judge(row('network', 0.38, 0.84), row('grey', null, 0.8), row('truth, softly encoded', null, 0.99)),
    ).toContain('against 0.800 for the best baseline (grey)');
  });

  it('says when there is nothing to compare', () => {
    expect(judge(row('network', 0.38, 0.8))).toContain('Nothing was measured.');
    expect(judge(row('network', 0.38, null), row('grey', null, 0.8))).toContain('Nothing was measured.');
  });
});
