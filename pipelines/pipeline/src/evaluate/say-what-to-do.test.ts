import { describe, expect, it } from '@jest/globals';
import { type Method, perMeasure } from '@tintype/colour';

import type { MethodRow } from '../runs/method-row.ts';
import { sayWhatToDo } from './say-what-to-do.ts';

const source = { source: { kind: 'folder', path: 'holidays' } } as const;

function row(method: Method, aucBalanced: number): MethodRow {
  const temperature = method === 'network' ? 0.38 : null;
  return { ...perMeasure(() => null), method, temperature, aucBalanced, photos: 7, intervals: {}, lead: {} };
}

describe('a run that', () => {
  it.each([0.85, 0.8793])('ends at %d against a baseline of .879 says what to do', (ours) => {
    const rows = [row('network', ours), row('grey', 0.86), row('mean per row', 0.879)];
    expect(sayWhatToDo(rows, 0.38, source)).toEqual([
      '',
      'this model is no better than mean per row, which does not look at the picture',
      'colour with the bundled model (npx tintype colorize holidays --recursive --out coloured), fine-tune it as the recipe folder does (train.start "bundled"), or add photos and run again',
    ]);
  });

  it('is ahead of every baseline says nothing', () => {
    expect(sayWhatToDo([row('network', 0.9), row('grey', 0.86)], 0.38, source)).toEqual([]);
  });
});
