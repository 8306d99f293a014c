import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { beforeEach, describe, expect, it } from '@jest/globals';
import type { ShardInput, ShardOutput } from '@tintype/executor';
import { imagesTable, priorTable } from '@tintype/records';
import { fingerprintOf, sha256 } from '@tintype/store';

import { priorSettings } from '../stages/prior.ts';
import { count, derive, merge } from './prior.ts';

const SIZE = 8;
const REQUEST = {
  ...{ fingerprint: fingerprintOf('test'), checkpoints: '', reuse: [], signal: new AbortController().signal },
  ...{ progress: () => undefined, note: () => undefined },
};

/** An image of one colour, counted as the stage counts it. */
async function counted(
  folder: string,
  name: string,
  a: number,
  b: number,
  isNearGrey = false,
): Promise<readonly ShardInput[]> {
  const data = Float32Array.from({ length: SIZE * SIZE * 3 }, (_, i) => [50, a, b][i % 3] ?? 0);
  const photo = sha256(name);
  const images = join(folder, `${photo}.arrow`);
  const lab = { data, shape: [SIZE, SIZE, 3] };
  await writeFile(images, imagesTable.encode({ photo: [photo], nearGrey: [isNearGrey], lab }));
  const inputs = [{ name, sha256: photo, path: images }];
  return written(
    folder,
    await count({ ...REQUEST, name: `counts/${name}`, settings: { classes: ['coast'] }, inputs }),
  );
}

/** What a computation made, as the next one is given it. */
async function written(folder: string, made: readonly ShardOutput[]): Promise<readonly ShardInput[]> {
  return Promise.all(
    made.map(async ({ name, bytes }) => {
      const path = join(folder, sha256(`${name} ${sha256(bytes)}`));
      await writeFile(path, bytes);
      return { name, sha256: sha256(bytes), path };
    }),
  );
}

describe('the prior', () => {
  it('is that of the training photos, and the balance over the same bins that of all', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tintype-prior-'));
    const training = [
      ...(await counted(folder, 'train/0', 5, 5)),
      ...(await counted(folder, 'train/1', 45, 5)),
    ];
    const heldOut = await counted(folder, 'test/0', 60, 5);
    const { gamut, window, lambda } = priorSettings.parse({});
    const settings = { gamut, window, lambda, smoothing: null, photos: 3 };
    const merged = await merge({
      ...REQUEST,
      name: 'merged',
      settings: {},
      inputs: [...training, ...heldOut],
    });
    const inputs = await written(folder, merged);
    const made = await derive({ ...REQUEST, name: 'prior', settings, inputs });
    const table = (wanted: string) =>
      priorTable.decode(made.find(({ name }) => name === wanted)?.bytes ?? new Uint8Array());
    expect([...table('prior').a]).toEqual([5, 45]);
    expect([...table('prior').probability]).toEqual([1 / 2, 1 / 2]);
    expect([...table('balance').a]).toEqual([5, 45]);
    expect([...table('balance').count]).toEqual([SIZE * SIZE, 2 * SIZE * SIZE]); // 60 is nearest to 45
  });

  it('is merged to the same bytes in any order of the shards', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tintype-prior-'));
    const inputs = (
      await Promise.all([
        counted(folder, 'train/0', 5, 5),
        counted(folder, 'train/1', 45, -5),
        counted(folder, 'validation/0', 45, -5),
        counted(folder, 'test/0', 60, 5),
      ])
    ).flat();
    const digests = async (parts: readonly ShardInput[]) =>
      (await merge({ ...REQUEST, name: 'merged', settings: {}, inputs: parts })).map(({ bytes }) =>
        sha256(bytes),
      );
    expect(await digests(inputs.toReversed())).toEqual(await digests(inputs));
  });

  describe('when some photos have changed', () => {
    let folder: string;
    let old: readonly ShardInput[];
    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'tintype-prior-'));
      old = await shardsOf(
        ['train/0', 5, 5],
        ['train/1', 45, -5],
        ['test/0', 60, 5],
        ['test/1', 8, 5],
        ['train/2', 0, 0],
      );
    });

    const shardsOf = async (...shards: readonly (readonly [string, number, number])[]) =>
      (await Promise.all(shards.map(([name, a, b]) => counted(folder, name, a, b, a === 0)))).flat();
    const merged = (inputs: readonly ShardInput[], reuse: readonly ShardInput[] = []) =>
      merge({ ...REQUEST, name: 'merged', settings: {}, inputs, reuse });
    const digestsOf = (made: readonly ShardOutput[]) => made.map(({ name, bytes }) => [name, sha256(bytes)]);
    const isChanged = ({ sha256: digest, name }: ShardInput) =>
      !old.some((one) => one.name === name && one.sha256 === digest);
    /** Where nothing lies: what is read of it fails. */
    const away = (input: ShardInput): ShardInput => ({ ...input, path: join(folder, 'gone') });

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
        const reuse = [...old, ...(await written(folder, await merged(old)))];
        const inputs = await shardsOf(...now);
        const asRead = inputs.map((input) => (isChanged(input) ? input : away(input)));
        expect(digestsOf(await merged(asRead, reuse))).toEqual(digestsOf(await merged(inputs)));
      },
    );

    it('and none with colours is left, they give the empty tables of a clean sum', async () => {
      old = await shardsOf(['train/0', 5, 5], ['train/1', 0, 0], ['train/2', 0, 0], ['train/3', 0, 0]);
      const reuse = [...old, ...(await written(folder, await merged(old)))];
      const inputs = await shardsOf(['train/1', 0, 0], ['train/2', 0, 0], ['train/3', 0, 0]);
      expect(digestsOf(await merged(inputs.map(away), reuse))).toEqual(digestsOf(await merged(inputs)));
    });

    it('and an older total is damaged, all is summed anew', async () => {
      const totals = await written(folder, await merged(old));
      const [usage] = totals;
      await writeFile(usage?.path ?? '', 'damaged');
      const inputs = old.slice(4);
      expect(digestsOf(await merged(inputs, [...old, ...totals]))).toEqual(digestsOf(await merged(inputs)));
    });

    it('and a count of today is damaged, it says so', async () => {
      const reuse = [...old, ...(await written(folder, await merged(old)))];
      const inputs = [...old, ...(await shardsOf(['train/3', 9, 9]))];
      const last = inputs.at(-1)?.path ?? '';
      await writeFile(last, 'damaged');
      await expect(merged(inputs, reuse)).rejects.toThrow(`${last}: expected a blob with the sha256`);
    });
  });
});
