import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Input, ReusableInput, ShardOutput } from '@tintype/executor';
import { inputFromBytes, reusableInput, shardRequest, toInputs } from '@tintype/executor/testing';
import { imagesTable, priorTable } from '@tintype/records';
import { sha256 } from '@tintype/store';

import { priorSettings } from '../schemas/prior.ts';
import { count, derive, merge } from './prior.ts';

const SIZE = 8;

/** An image of one colour, counted as the stage counts it. */
async function counted(name: string, a: number, b: number, isNearGrey = false): Promise<readonly Input[]> {
  const data = Float32Array.from({ length: SIZE * SIZE * 3 }, (_, i) => [50, a, b][i % 3] ?? 0);
  const lab = { data, shape: [SIZE, SIZE, 3] };
  const images = imagesTable.encode({ photo: [sha256(name)], nearGrey: [isNearGrey], lab });
  const settings = { classes: ['coast'] };
  const inputs = [inputFromBytes(name, images)];
  return toInputs(await count(shardRequest({ name: `counts/${name}`, settings, inputs })));
}

const merged = (inputs: readonly Input[], reuse: readonly ReusableInput[] = []) =>
  merge(shardRequest({ name: 'merged', settings: {}, inputs, reuse }));

describe('the prior', () => {
  it('is that of the training photos, and the balance over the same bins that of all', async () => {
    const training = [...(await counted('train/0', 5, 5)), ...(await counted('train/1', 45, 5))];
    const heldOut = await counted('test/0', 60, 5);
    const { gamut, window, lambda } = priorSettings.parse({});
    const settings = { gamut, window, lambda, smoothing: null, photos: 3 };
    const inputs = toInputs(await merged([...training, ...heldOut]));
    const made = await derive(shardRequest({ name: 'prior', settings, inputs }));
    const table = (wanted: string) =>
      priorTable.decode(made.find(({ name }) => name === wanted)?.bytes ?? new Uint8Array());
    expect([...table('prior').a]).toEqual([5, 45]);
    expect([...table('prior').probability]).toEqual([1 / 2, 1 / 2]);
    expect([...table('balance').a]).toEqual([5, 45]);
    expect([...table('balance').count]).toEqual([SIZE * SIZE, 2 * SIZE * SIZE]); // 60 is nearest to 45
  });

  it('is merged to the same bytes in any order of the shards', async () => {
    const inputs = (
      await Promise.all([
        counted('train/0', 5, 5),
        counted('train/1', 45, -5),
        counted('validation/0', 45, -5),
        counted('test/0', 60, 5),
      ])
    ).flat();
    const digests = async (parts: readonly Input[]) =>
      (await merged(parts)).map(({ bytes }) => sha256(bytes));
    expect(await digests(inputs.toReversed())).toEqual(await digests(inputs));
  });

  describe('when some photos have changed', () => {
    let old: readonly Input[];
    beforeEach(async () => {
      old = await shardsOf(
        ['train/0', 5, 5],
        ['train/1', 45, -5],
        ['test/0', 60, 5],
        ['test/1', 8, 5],
        ['train/2', 0, 0],
      );
    });

    const shardsOf = async (...shards: readonly (readonly [string, number, number])[]) =>
      (await Promise.all(shards.map(([name, a, b]) => counted(name, a, b, a === 0)))).flat();
    /** What was counted and added up before. */
    const before = async () => [...old, ...toInputs(await merged(old))].map(reusableInput);
    const digestsOf = (made: readonly ShardOutput[]) => made.map(({ name, bytes }) => [name, sha256(bytes)]);
    const isChanged = ({ sha256: digest, name }: Input) =>
      !old.some((one) => one.name === name && one.sha256 === digest);
    /** What is read of it fails. */
    const away = (input: Input): Input => ({
      ...input,
      read: () => Promise.reject(new Error(`${input.name} is away`)),
    });

    it.each([
      [
        'added',
        [
          ['train/0', 5, 5],
          ['train/1', 45, -5],
          ['test/0', 60, 5],
          ['test/1', 8, 5],
          ['train/2', 0, 0],
          ['train/3', 9, 9],
        ],
      ],
      [
        'removed',
        [
          ['train/0', 5, 5],
          ['train/1', 45, -5],
          ['test/0', 60, 5],
          ['train/2', 0, 0],
        ],
      ],
      [
        'exchanged',
        [
          ['train/0', 5, 5],
          ['train/1', 44, -5],
          ['test/0', 60, 5],
          ['test/1', 8, 5],
          ['train/2', 0, 0],
        ],
      ],
    ] as const)(
      'and one was %s, older totals and that one shard give the bytes of a clean sum',
      async (_, now) => {
        const reuse = await before();
        const inputs = await shardsOf(...now);
        const asRead = inputs.map((input) => (isChanged(input) ? input : away(input)));
        expect(digestsOf(await merged(asRead, reuse))).toEqual(digestsOf(await merged(inputs)));
      },
    );

    it('and none with colours is left, they give the empty tables of a clean sum', async () => {
      old = await shardsOf(['train/0', 5, 5], ['train/1', 0, 0], ['train/2', 0, 0], ['train/3', 0, 0]);
      const reuse = await before();
      const inputs = await shardsOf(['train/1', 0, 0], ['train/2', 0, 0], ['train/3', 0, 0]);
      expect(digestsOf(await merged(inputs.map(away), reuse))).toEqual(digestsOf(await merged(inputs)));
    });

    it('and an older total is damaged, all is summed anew', async () => {
      const reuse = (await before()).map((one) =>
        one.name === 'usage' ? { ...one, readIfIntact: async () => null } : one,
      );
      const inputs = old.slice(4);
      expect(digestsOf(await merged(inputs, reuse))).toEqual(digestsOf(await merged(inputs)));
    });

    it('and a count of today is damaged, it says so', async () => {
      const more = await shardsOf(['train/3', 9, 9]);
      await expect(merged([...old, ...more.map(away)], await before())).rejects.toThrow(/train\/3.* is away/);
    });
  });
});
