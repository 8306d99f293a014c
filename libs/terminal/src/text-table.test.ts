import { describe, expect, it } from '@jest/globals';

import { showHash, showNumber } from './figures.ts';
import { labelled, textPairs, textTable } from './text-table.ts';

describe('a text table', () => {
  it('has columns as wide as what is in them, numbers at the right', () => {
    const columns = [{ title: 'recipe' }, { title: 'rows', right: true }, { title: 'state' }];
    const cells = [
      ['default', '12', 'fresh'],
      ['a', '12345', ''],
    ];
    expect(textTable(columns, cells)).toEqual([
      'recipe    rows  state',
      'default     12  fresh',
      'a        12345',
    ]);
  });

  it('shows what a terminal would act on', () => {
    expect(textTable([{ title: 'file' }], [['a\x1b[2J']])).toEqual(['file', 'a\\x1b[2J']);
  });

  it('leaves cells empty that a row lacks', () => {
    expect(textTable([{ title: 'a' }, { title: 'b' }], [['1']])).toEqual(['a  b', '1']);
  });
});

describe('pairs and labels', () => {
  it('put texts below each other', () => {
    expect(
      textPairs([
        ['--json', 'one'],
        ['-o', 'two'],
      ]),
    ).toEqual(['  --json  one', '  -o      two']);
    expect([labelled('train', 'a'), labelled('provision', 'b')]).toEqual(['train     a', 'provision b']);
  });
});

describe('numbers and hashes', () => {
  it('have as many digits as people compare', () => {
    expect([null, 3, 0.1234567, 123456].map(showNumber)).toEqual(['–', '3', '0.12346', '123456']);
    expect(showHash('0123456789abcdef')).toBe('0123456789');
  });
});
