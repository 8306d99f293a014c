import { describe, expect, it } from '@jest/globals';
import { Float64, Int64, Table, tableToIPC, vectorFromArray } from 'apache-arrow';

import { describeTable, openTable, tallyColumn } from './open-table.ts';
import { imagesTable, usageTable } from './tables.ts';
import { computeStatistics, mergeTallies } from './tally.ts';

const ID = 'ab'.repeat(32);

function usage(counts: readonly number[]): Uint8Array {
  const a = counts.map((_, i) => i);
  return usageTable.encode({ class: counts.map((n) => (n % 2 ? 'odd' : 'even')), a, b: a, count: counts });
}

describe('describeTable', () => {
  it('names the table, its columns with their shapes, and their statistics', () => {
    const lab = {
      data: Float32Array.from({ length: 24 }, (_, i) => (i === 0 ? NaN : i % 2)),
      shape: [2, 2, 3],
    };
    const bytes = imagesTable.encode({ photo: [ID, ID], nearGrey: [true, false], lab });
    expect(describeTable(bytes)).toEqual({
      name: 'images',
      rows: 2,
      columns: [
        {
          name: 'photo',
          description: 'sha256 of the photo’s bytes',
          unit: null,
          type: 'sha256',
          shape: [],
          axes: [],
          statistics: { kind: 'text', count: 2, distinct: 1, common: [{ value: ID, count: 2 }] },
        },
        {
          name: 'near_grey',
          description: 'whether it has too little colour to learn from',
          unit: null,
          type: 'bool',
          shape: [],
          axes: [],
          statistics: {
            kind: 'text',
            count: 2,
            distinct: 2,
            common: [
              { value: 'false', count: 1 },
              { value: 'true', count: 1 },
            ],
          },
        },
        {
          name: 'lab',
          description: 'CIE L*a*b*, D65; C is L, a, b',
          unit: 'L 0..100; ab units',
          type: 'float32',
          shape: [2, 2, 3],
          axes: ['H', 'W', 'C'],
          statistics: {
            kind: 'numbers',
            count: 24,
            nan: 1,
            min: 0,
            max: 1,
            mean: expect.closeTo(12 / 23),
            sd: expect.closeTo(Math.sqrt((12 / 23) * (11 / 23))),
          },
        },
      ],
    });
  });

  it('has no smallest number of a table without rows', () => {
    const [, , , count] = describeTable(usage([])).columns;
    expect(count?.statistics).toMatchObject({ kind: 'numbers', count: 0, min: null, mean: null, sd: null });
  });

  it('reads files of other origin, with nulls and types of theirs', () => {
    const foreign = new Table({
      whole: vectorFromArray([1n, 2n], new Int64()),
      gap: vectorFromArray([0.5, null], new Float64()),
      number: vectorFromArray([1, 3], new Float64()),
    });
    expect(describeTable(tableToIPC(foreign, 'file'))).toMatchObject({
      name: undefined,
      rows: 2,
      columns: [
        { type: 'Int64', statistics: { kind: 'text', distinct: 2 } },
        { type: 'float64', statistics: { kind: 'text', distinct: 2 } },
        { type: 'float64', statistics: { kind: 'numbers', mean: 2 } },
      ],
    });
  });
});

describe('mergeTallies', () => {
  it('gives the statistics of both shards together', () => {
    const parts = [[1, 2, 3], [], [1e6, 5]];
    for (const column of [0, 3]) {
      const tally = (counts: readonly number[]) => {
        const opened = openTable(usage(counts), 'shard').columns[column];
        if (!opened) throw new Error('expected a column');
        return tallyColumn(opened);
      };
      const merged = computeStatistics(parts.map(tally).reduce(mergeTallies));
      const whole = computeStatistics(tally(parts.flat()));
      if (whole.kind === 'text') expect(merged).toEqual(whole);
      else {
        expect(merged).toEqual({
          ...whole,
          mean: expect.closeTo(whole.mean ?? 0, 6),
          sd: expect.closeTo(whole.sd ?? 0, 6),
        });
      }
    }
  });
});
