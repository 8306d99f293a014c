import { describe, expect, it } from '@jest/globals';
import { type MethodRow } from './report-data.ts';
import { verdict } from './verdict.ts';

function row(method: MethodRow['method'], temperature: number | null, aucBalanced: number | null): MethodRow {
  const rest = {
    auc: null,
    rmseAb: null,
    psnr: null,
    ssim: null,
    colourfulnessRatio: null,
    chromaRatio: null,
  };
  return { method, temperature, aucBalanced, ...rest };
}

function judge(...methods: readonly MethodRow[]): string {
  const { figures, meaning } = verdict({ temperature: 0.38, heldOutPhotos: 1, methods, gallery: [] });
  return `${figures} ${meaning}`;
}

describe('verdict', () => {
  it('compares the recipe’s temperature, not the luckiest one, with the best baseline', () => {
    const words = judge(
      row('network', 0.38, 0.841),
      row('network', 1, 0.9),
      row('grey', null, 0.7),
      row('mean', null, 0.822),
    );
    expect(words).toContain('Balanced AuC 0.841 against 0.822 for the best baseline (mean colour).');
    expect(words).toContain('does better than every method that does not look');
  });

  it('does not hide a narrow lead, a draw or a defeat', () => {
    expect(judge(row('network', 0.38, 0.823), row('grey', null, 0.822))).toContain('only just');
    expect(judge(row('network', 0.38, 0.8221), row('grey', null, 0.8222))).toContain('no better than');
    expect(judge(row('network', 0.38, 0.8), row('lightness', null, 0.822))).toContain(
      'has not learned enough yet',
    );
  });

  it('says when there is nothing to compare', () => {
    expect(judge(row('network', 0.38, 0.8))).toContain('Nothing was measured.');
    expect(judge(row('network', 0.38, null), row('grey', null, 0.8))).toContain('Nothing was measured.');
  });
});
