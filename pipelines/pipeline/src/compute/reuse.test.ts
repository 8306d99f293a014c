import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { ShardInput, ShardRequest } from '@tintype/executor';
import { encodePng, renderScene } from '@tintype/images';
import type { StageContext } from '@tintype/stage';
import { fingerprintOf, sha256, type Json } from '@tintype/store';
import { beforeAll, describe, expect, it } from '@jest/globals';

import { reusableShards } from '../reuse/reusable-shards.ts';
import { convert } from './convert.ts';
import { inspect } from './ingest.ts';

let folder: string;
let photos: readonly ShardInput[];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tintype-reuse-'));
  photos = await Promise.all([0, 1, 2, 3].map(writePhoto));
});

async function writePhoto(index: number): Promise<ShardInput> {
  const { rgb, width, height } = renderScene(1, index, 64);
  const bytes = await encodePng(rgb, width, height);
  const path = join(folder, `${index}.png`);
  await writeFile(path, bytes);
  return { name: sha256(bytes), sha256: sha256(bytes), path };
}

type Request = Pick<ShardRequest<never>, 'inputs' | 'reuse'>;

async function made(
  compute: (request: never) => Promise<readonly { bytes: Uint8Array }[]>,
  settings: Json,
  { inputs, reuse }: Request,
): Promise<Uint8Array> {
  const request = {
    ...{ name: 'train/0', fingerprint: fingerprintOf('test'), settings, checkpoints: '', inputs, reuse },
    ...{ signal: new AbortController().signal, progress: () => undefined, note: () => undefined },
  };
  const [shard] = await compute(request as never);
  return shard?.bytes ?? new Uint8Array();
}

async function blob(bytes: Uint8Array): Promise<ShardInput> {
  const path = join(folder, sha256(bytes));
  await writeFile(path, bytes);
  return { name: 'train/0', sha256: sha256(bytes), path };
}

/** A photo that cannot be read: whoever needs no more than its row does not notice. */
const unread = (photo: ShardInput): ShardInput => ({ ...photo, path: join(folder, 'gone') });

describe.each([
  ['convert', convert, { size: 64, nearGrey: 5 }],
  ['inspect', inspect, { minSize: 32 }],
] as const)('%s', (_, compute, settings) => {
  const run = (request: Request) => made(compute as never, settings, request);

  it('looks at the added photo alone, and gives the bytes of a clean run', async () => {
    const [one, two, three, four] = photos as [ShardInput, ShardInput, ShardInput, ShardInput];
    const old = [
      await blob(await run({ inputs: [two], reuse: [] })),
      await blob(await run({ inputs: [one, four], reuse: [] })),
    ];
    const grown = await run({ inputs: [unread(one), unread(two), three, unread(four)], reuse: old });
    expect(sha256(grown)).toBe(sha256(await run({ inputs: photos, reuse: [] })));
  });

  it('looks at none when a photo is taken away', async () => {
    const old = [await blob(await run({ inputs: photos, reuse: [] }))];
    const left = photos.slice(1);
    expect(sha256(await run({ inputs: left.map(unread), reuse: old }))).toBe(
      sha256(await run({ inputs: left, reuse: [] })),
    );
  });

  it('copies nothing out of a shard that is damaged or gone', async () => {
    const whole = await blob(await run({ inputs: photos, reuse: [] }));
    const bytes = await readFile(whole.path);
    const damaged = join(folder, 'damaged');
    const middle = bytes.length >> 1;
    bytes[middle] = (bytes[middle] ?? 0) ^ 1;
    await writeFile(damaged, bytes);
    const reuse = [{ ...whole, path: damaged }, unread(whole)];
    expect(sha256(await run({ inputs: photos, reuse }))).toBe(whole.sha256);
  });
});

it('convert copies nothing out of a shard whose damage leaves an Arrow file, but of another table', async () => {
  const run = (request: Request) => made(convert as never, { size: 64, nearGrey: 5 }, request);
  const whole = await blob(await run({ inputs: photos, reuse: [] }));
  const bytes = await readFile(whole.path);
  const path = join(folder, 'another-table');
  for (let at = bytes.indexOf('images'); at >= 0; at = bytes.indexOf('images', at)) bytes[at] ^= 1;
  await writeFile(path, bytes);
  expect(sha256(await run({ inputs: photos, reuse: [{ ...whole, path }] }))).toBe(whole.sha256);
});

describe('the shards that may be copied from', () => {
  const context = (...names: string[]) =>
    ({
      before: { manifest: { shards: names.map((name) => ({ name, sha256: sha256(name) })) } },
      inputOf: (shard: ShardInput) => ({ ...shard, path: '' }),
    }) as unknown as StageContext;

  it('are those whose photos begin alike, its own side first', () => {
    const before = context('photos', 'test/all', 'train/00', 'train/010', 'train/011', 'train/1');
    const names = reusableShards('train/01', before).map(({ name }) => name);
    expect(names).toEqual(['train/010', 'train/011', 'test/all']);
  });

  it('are none before the first run', () => {
    expect(reusableShards('train/01', { ...context(), before: null })).toEqual([]);
  });
});
