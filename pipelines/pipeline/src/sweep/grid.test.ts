import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { beforeAll, describe, expect, it } from '@jest/globals';

import { readGrid } from './grid.ts';

let file = '';
beforeAll(async () => {
  file = join(await mkdtemp(join(tmpdir(), 'tintype-grid-')), 'grid.json');
});

async function read(text: string) {
  await writeFile(file, text);
  return readGrid(file);
}

describe('a grid', () => {
  it('is every combination of the values of its settings', async () => {
    expect(
      await read('{ "train.seed": [1, 2], "prior.lambda": [0.5, 0.7], "train.keep": ["last"] }'),
    ).toEqual([
      { 'train.seed': 1, 'prior.lambda': 0.5, 'train.keep': 'last' },
      { 'train.seed': 1, 'prior.lambda': 0.7, 'train.keep': 'last' },
      { 'train.seed': 2, 'prior.lambda': 0.5, 'train.keep': 'last' },
      { 'train.seed': 2, 'prior.lambda': 0.7, 'train.keep': 'last' },
    ]);
  });

  it('is the combinations of a list', async () => {
    const list = [{ 'train.seed': 1 }, { 'train.seed': 2, 'prior.smoothing': null }];
    expect(await read(JSON.stringify(list))).toEqual(list);
  });

  it.each([
    ['{ "train.seed": 1 }', /grid\.json: train\.seed: expected an array, got 1$/],
    ['{ "train.seed": [] }', /grid\.json: train\.seed: expected at least 1, got \[\]$/],
    ['{}', /grid\.json: expected \{ .* \} or a list of combinations, got \{\}$/],
    ['[]', /grid\.json: expected \{ .* \} or a list of combinations, got \[\]$/],
    ['7', /grid\.json: expected \{ .* \} or a list of combinations, got 7$/],
    ['[7]', /grid\.json: 0: expected a record, got 7$/],
    ['{ "train.seed"', /grid\.json: expected JSON: /],
  ])('is refused where it says %s', async (text, message) => {
    await expect(read(text)).rejects.toThrow(message);
    await expect(read(text)).rejects.toMatchObject({ exitCode: 2 });
  });

  it('that is not there is named, with what would be', async () => {
    await expect(readGrid(join(file, '../none.json'))).rejects.toThrow(
      /none\.json: no such file; expected \{ /,
    );
  });
});
