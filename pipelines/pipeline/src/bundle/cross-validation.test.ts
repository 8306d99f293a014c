import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';

import { readCrossValidation } from './cross-validation.ts';
import { leadsMarkdown, scoresMarkdown } from './results-markdown.ts';

async function fileWith(text: string): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), 'card-')), 'cross-validation.json');
  await writeFile(file, text);
  return file;
}

const LEAD = { difference: 0.02, interval: [0.01, 0.03], isClear: true };
const VALID = {
  folds: 5,
  photos: 101,
  temperature: 0.38,
  rows: [
    {
      ...{ method: 'network', temperature: 0.38, photos: 101 },
      ...{ aucBalanced: 0.86, auc: 0.9, hue: 0.65, intervals: { auc: [0.89, 0.91], hue: [0.6, 0.7] } },
    },
    { method: 'mean per row', photos: 101, aucBalanced: 0.84, lead: { aucBalanced: LEAD } },
  ],
};

describe('a cross-validation', () => {
  it('is read with what it leaves out as not measured', async () => {
    const results = await readCrossValidation(await fileWith(JSON.stringify(VALID)));
    expect(results).toMatchObject({ folds: 5, photos: 101 });
    expect(
      scoresMarkdown(results?.rows ?? [])
        .split('\n')
        .slice(2),
    ).toEqual([
      '| network, T = 0.38 | 0.860 | 0.900 [0.890, 0.910] | – | 0.650 [0.600, 0.700] | – | – | – | – |',
      '| mean per row | 0.840 | – | – | – | – | – | – | – |',
    ]);
    expect(
      leadsMarkdown(results?.rows ?? [])
        .split('\n')
        .slice(2),
    ).toEqual(['| mean per row | **+0.020** [+0.010, +0.030] | – | – | – |']);
  });

  it('need not be there', async () => {
    expect(await readCrossValidation(join(tmpdir(), 'no-such-file.json'))).toBeNull();
  });

  it.each([
    ['no JSON', /expected JSON/],
    [JSON.stringify({ ...VALID, folds: 1 }), /folds/],
    [JSON.stringify({ ...VALID, rows: [{ method: 'magic' }] }), /method/],
  ])('is refused when it is %s', async (text, hint) => {
    await expect(readCrossValidation(await fileWith(text))).rejects.toThrow(hint);
  });
});
