import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';
import type { ShardInput } from '@tintype/executor';
import { imagesTable, priorTable } from '@tintype/records';
import { fingerprintOf, sha256 } from '@tintype/store';

import { priorSettings } from '../stages/prior.ts';
import { count, derive } from './prior.ts';

const SIZE = 8;
const REQUEST = {
  ...{ fingerprint: fingerprintOf('test'), checkpoints: '', reuse: [], signal: new AbortController().signal },
  ...{ progress: () => undefined, note: () => undefined },
};

/** An image of one colour, counted as the stage counts it. */
async function counted(folder: string, name: string, a: number, b: number): Promise<readonly ShardInput[]> {
  const data = Float32Array.from({ length: SIZE * SIZE * 3 }, (_, i) => [50, a, b][i % 3] ?? 0);
  const photo = sha256(name);
  const images = join(folder, 'images.arrow');
  const lab = { data, shape: [SIZE, SIZE, 3] };
  await writeFile(images, imagesTable.encode({ photo: [photo], nearGrey: [false], lab }));
  const inputs = [{ name, sha256: photo, path: images }];
  const made = await count({ ...REQUEST, name: `counts/${name}`, settings: { classes: ['coast'] }, inputs });
  return Promise.all(
    made.map(async (shard, i) => {
      const path = join(folder, `${sha256(name)}-${i}`);
      await writeFile(path, shard.bytes);
      return { name: shard.name, sha256: sha256(shard.bytes), path };
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
    const made = await derive({ ...REQUEST, name: 'prior', settings, inputs: [...training, ...heldOut] });
    const table = (wanted: string) =>
      priorTable.decode(made.find(({ name }) => name === wanted)?.bytes ?? new Uint8Array());
    expect([...table('prior').a]).toEqual([5, 45]);
    expect([...table('prior').probability]).toEqual([1 / 2, 1 / 2]);
    expect([...table('balance').a]).toEqual([5, 45]);
    expect([...table('balance').count]).toEqual([SIZE * SIZE, 2 * SIZE * SIZE]); // 60 is nearest to 45
  });
});
