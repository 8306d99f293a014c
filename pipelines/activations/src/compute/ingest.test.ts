import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ShardOutput } from '@tintype/executor';
import { inputFromBytes, shardRequest } from '@tintype/executor/testing';
import { digitsTable } from '@tintype/records';

import type { Role } from '../ingest/source-files.ts';
import { idxImages, idxLabels } from '../testing/idx-files.ts';
import { digits } from './ingest.ts';

const SETTINGS = { validation: 3, trainPictures: null, testPictures: null, seed: 1, picturesPerShard: 4 };

const pictures = (count: number, side = 2) =>
  idxImages(
    Array.from({ length: count }, (_, i) => new Array<number>(side * side).fill(i)),
    [side, side],
  );
const labels = (count: number) => idxLabels(Array.from({ length: count }, (_, i) => i % 5));
const FILES: Readonly<Record<Role, Buffer>> = {
  'train-images': pictures(10),
  'train-labels': labels(10),
  'test-images': pictures(5),
  'test-labels': labels(5),
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tintype-idx-'));
});

describe('ingest of digits', () => {
  it('splits the training pictures by the seed and keeps every picture with its label', async () => {
    const shards = await ingested({});
    expect(shards.map(({ name, rows }) => [name, rows])).toEqual([
      ['train/000', 4],
      ['train/001', 3],
      ['validation/000', 3],
      ['test/000', 4],
      ['test/001', 1],
    ]);
    const rows = shards.map(({ bytes }) => digitsTable.decode(bytes));
    const trained = rows.slice(0, 3).flatMap(({ image }) => [...image]);
    expect([...trained].sort((x, y) => x - y)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    for (const { image, label, pixels } of rows)
      image.forEach((row, i) => expect([label[i], pixels.data[4 * i]]).toEqual([row % 5, row]));
    expect(shards[0]?.facts).toEqual({ side: 2, classes: 5 });
  });

  it('takes as many pictures as it is told to', async () => {
    const shards = await ingested({}, { trainPictures: 2, testPictures: 3 });
    expect(shards.map(({ rows }) => rows)).toEqual([2, 3, 3]);
  });

  it.each<[string, Partial<Record<Role, Buffer>>, object, RegExp]>([
    [
      'labels of another file',
      { 'train-labels': labels(9) },
      {},
      /expected 10 labels, one for each picture of .*, got 9/,
    ],
    [
      'test pictures of another size',
      { 'test-images': pictures(5, 3) },
      {},
      /of one size .*, got 2 × 2 and 3 × 3 pixels/,
    ],
    [
      'a truncated file',
      { 'test-images': pictures(5).subarray(0, 20) },
      {},
      /test-images: .*it is truncated/,
    ],
    [
      'fewer pictures than asked for',
      {},
      { trainPictures: 8 },
      /at most 10 training pictures, .* got 3 .* and 8/,
    ],
    ['no picture left to train with', {}, { validation: 10 }, /lower ingest\.validation/],
  ])('refuses %s', async (_name, files, settings, reason) => {
    await expect(ingested(files, settings)).rejects.toThrow(reason);
  });
});

async function ingested(
  files: Partial<Record<Role, Buffer>>,
  settings: object = {},
): Promise<readonly ShardOutput[]> {
  const inputs = await Promise.all(
    Object.entries({ ...FILES, ...files }).map(async ([name, bytes]) => {
      const path = join(folder, name);
      await writeFile(path, bytes);
      return { ...inputFromBytes(name, bytes), file: async () => path };
    }),
  );
  return digits(shardRequest({ name: 'digits', settings: { ...SETTINGS, ...settings }, inputs }));
}
