import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Input, ReusableInput, ShardRequest } from '@tintype/executor';
import { inputFromBytes, openReusable, shardRequest } from '@tintype/executor/testing';
import { encodePng, renderScene } from '@tintype/images';
import { computeFingerprint, type Json, openStore, sha256 } from '@tintype/store';

import { indexReusable } from '../reuse/reusable-shards.ts';
import { convert } from './convert.ts';
import { inspect } from './ingest.ts';

let photos: readonly Input[];
beforeAll(async () => {
  photos = await Promise.all([0, 1, 2, 3].map(drawPhoto));
});

async function drawPhoto(index: number): Promise<Input> {
  const { rgb, width, height } = renderScene(1, index, 64);
  const bytes = await encodePng(rgb, width, height);
  return inputFromBytes(sha256(bytes), bytes);
}

type Request = Pick<ShardRequest<never>, 'inputs' | 'reuse'>;

async function made(
  compute: (request: never) => Promise<readonly { bytes: Uint8Array }[]>,
  settings: Json,
  request: Request,
): Promise<Uint8Array> {
  const [shard] = await compute(shardRequest({ name: 'train/0', settings, ...request }) as never);
  return shard?.bytes ?? new Uint8Array();
}

/** A blob of the store that may be copied from; `now` is what lies there by now, null when it is gone. */
async function older(bytes: Uint8Array, now: Uint8Array | null = bytes): Promise<ReusableInput> {
  const store = openStore(await mkdtemp(join(tmpdir(), 'tintype-reuse-')));
  const { sha256: digest } = await store.putBlob(bytes);
  const file = store.blobPath(digest);
  await rm(file);
  if (now !== null) await writeFile(file, now);
  return openReusable({ name: 'train/0', sha256: digest }, store);
}

/** A photo that cannot be read: whoever needs no more than its row does not notice. */
const unread = (photo: Input): Input => ({ ...photo, read: () => Promise.reject(new Error('gone')) });

describe.each([
  ['convert', convert, { size: 64, nearGrey: 5, toned: 2.5 }],
  ['inspect', inspect, { minSize: 32 }],
] as const)('%s', (_, compute, settings) => {
  const run = (request: Request) => made(compute as never, settings, request);

  it('looks at the added photo alone, and gives the bytes of a clean run', async () => {
    const [one, two, three, four] = photos as [Input, Input, Input, Input];
    const old = [
      await older(await run({ inputs: [two], reuse: [] })),
      await older(await run({ inputs: [one, four], reuse: [] })),
    ];
    const grown = await run({ inputs: [unread(one), unread(two), three, unread(four)], reuse: old });
    expect(sha256(grown)).toBe(sha256(await run({ inputs: photos, reuse: [] })));
  });

  it('looks at none when a photo is taken away', async () => {
    const old = [await older(await run({ inputs: photos, reuse: [] }))];
    const left = photos.slice(1);
    expect(sha256(await run({ inputs: left.map(unread), reuse: old }))).toBe(
      sha256(await run({ inputs: left, reuse: [] })),
    );
  });

  it('copies nothing out of a shard that is damaged or gone', async () => {
    const whole = await run({ inputs: photos, reuse: [] });
    const flipped = Uint8Array.from(whole);
    const middle = flipped.length >> 1;
    flipped[middle] = (flipped[middle] ?? 0) ^ 1;
    const reuse = [await older(whole, flipped), await older(whole, null)];
    expect(sha256(await run({ inputs: photos, reuse }))).toBe(sha256(whole));
  });
});

it('convert copies nothing out of a shard whose damage leaves an Arrow file, but of another table', async () => {
  const run = (request: Request) => made(convert as never, { size: 64, nearGrey: 5, toned: 2.5 }, request);
  const whole = await run({ inputs: photos, reuse: [] });
  const another = Buffer.from(whole);
  for (let at = another.indexOf('images'); at >= 0; at = another.indexOf('images', at)) another[at] ^= 1;
  const reuse = [await older(whole, another)];
  expect(sha256(await run({ inputs: photos, reuse }))).toBe(sha256(whole));
});

describe('the shards that may be copied from', () => {
  const before = (...names: string[]) => ({
    settings: { size: 64 },
    shards: names.map((name) => ({
      ...{ name, sha256: sha256(name), fingerprint: computeFingerprint(name), bytes: 0, rows: 0 },
    })),
  });
  const key = { name: 'train/01', settings: { size: 64 } };
  const whole = (settings: object) => ({ ...settings });

  it('are those whose photos begin alike, its own side first', () => {
    const shards = before('photos', 'test/all', 'train/00', 'train/010', 'train/011', 'train/1');
    const names = indexReusable({ before: shards }, whole)(key).map(({ name }) => name);
    expect(names).toEqual(['train/010', 'train/011', 'test/all']);
  });

  it('are none before the first run', () => {
    expect(indexReusable({ before: null }, whole)(key)).toEqual([]);
  });

  it('are none where a setting that the computation reads was another, or was not there yet', () => {
    const shards = before('train/all');
    const copied = (settings: Json) => indexReusable({ before: shards }, whole)({ ...key, settings });
    expect(copied({ size: 64 })).toHaveLength(1);
    expect(copied({ size: 128 })).toEqual([]);
    expect(copied({ size: 64, sharpness: 1 })).toEqual([]);
  });
});
