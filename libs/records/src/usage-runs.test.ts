import { describe, expect, it } from '@jest/globals';

import { patchesTable, usageTable } from './tables.ts';
import { decodeUsageRuns } from './usage-runs.ts';

const ROWS = {
  class: ['coast', 'coast', 'coastal', 'æ 🌲', 'æ 🌲', 'æ 🌲'],
  a: Int16Array.of(1, 2, 3, -4, 5, 6),
  b: Int16Array.of(-1, 0, 1, 2, 3, 4),
  count: Uint32Array.of(7, 8, 9, 10, 11, 2 ** 32 - 1),
};

describe('the runs of a usage table', () => {
  it('hold its rows, in order, one run for each class', () => {
    const runs = decodeUsageRuns(usageTable.encode(ROWS), 'usage');
    expect(runs.map((run) => [run.class, run.count.length])).toEqual([
      ['coast', 2],
      ['coastal', 1],
      ['æ 🌲', 3],
    ]);
    for (const name of ['a', 'b', 'count'] as const)
      expect(runs.flatMap((run) => [...run[name]])).toEqual([...ROWS[name]]);
  });

  it('are none of a table without rows', () => {
    expect(decodeUsageRuns(usageTable.encode({ class: [], a: [], b: [], count: [] }), 'usage')).toEqual([]);
  });

  it('are refused of another table', () => {
    const lightness = { data: new Float32Array(), shape: [2, 2] };
    const ab = { data: new Float32Array(), shape: [2, 2, 2] };
    const bytes = patchesTable.encode({ photo: [], index: [], x: [], y: [], lightness, ab });
    expect(() => decodeUsageRuns(bytes, 'x.arrow')).toThrow(
      'x.arrow: expected tintype.table usage, got patches',
    );
  });
});
