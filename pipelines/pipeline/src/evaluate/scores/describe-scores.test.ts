import { describe, expect, it } from '@jest/globals';
import { perMeasure } from '@tintype/colour';

import type { MethodRow } from '../../runs/method-row.ts';
import { describeScores } from './describe-scores.ts';

function network(photos: number): MethodRow {
  const known = { aucBalanced: 0.88, intervals: {}, lead: {} };
  return { ...perMeasure(() => null), method: 'network', temperature: 0.38, photos, ...known };
}

describe('the table of a run', () => {
  it.each([1, 4])('says that %d held-out photos tell nothing apart', (photos) => {
    const last = describeScores([network(photos)], 0.38).at(-1);
    expect(last).toMatch(/^\d photos? held out: too few to tell methods apart; add photos$/);
  });

  it('says nothing of five', () => {
    expect(describeScores([network(5)], 0.38).at(-1)).toMatch(/^network, T = 0\.38/);
  });
});
