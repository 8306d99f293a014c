import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Rng } from '@tintype/colour';
import { checkArrowBytes, imagesTable, photosTable, priorTable } from '@tintype/records';
import {
  computeFingerprint,
  MANIFEST_FORMAT,
  openStore,
  readManifest,
  sealedJson,
  sha256,
} from '@tintype/store';

import { mutate } from './mutate.ts';
import { accepted, namesThePlace, type Outcome, refused, wrong } from './outcome.ts';

const SHARDS = ['train/0110', 'model/model.json'].map((name) => ({
  name,
  fingerprint: computeFingerprint(name),
  sha256: sha256(name),
  bytes: name.length,
  rows: 3,
  facts: { nearGrey: 1 },
}));

export const RECORD = sealedJson({ shards: SHARDS });

export const MANIFEST = sealedJson({
  formatVersion: MANIFEST_FORMAT,
  ...{
    pipeline: 'pipeline',
    recipe: 'default',
    stage: 'convert',
    fingerprint: computeFingerprint('convert'),
  },
  settings: { size: 256, nested: [{ a: [1, 2, null] }] },
  inputs: [{ stage: 'ingest', content: computeFingerprint('ingest') }],
  shards: SHARDS,
  summary: { images: 3 },
  files: { 'model/model.json': sha256('model/model.json') },
});

export async function tryManifest(text: string, folder: string): Promise<Outcome> {
  const file = join(folder, 'manifest.json');
  await writeFile(file, text);
  try {
    const manifest = await readManifest(file);
    if (manifest === null) return refused('of an older format');
    return sealedJson(manifest) === MANIFEST ? accepted : wrong(text); // nothing else than what was written
  } catch (error) {
    return namesThePlace(error, file);
  }
}

export async function tryRecord(text: string, folder: string): Promise<Outcome> {
  const store = openStore(join(folder, 'store'));
  const fingerprint = computeFingerprint('record');
  const file = join(folder, 'store', 'shards', fingerprint.slice(0, 2), `${fingerprint}.json`);
  await mkdir(join(file, '..'), { recursive: true });
  for (const { name } of SHARDS) await store.putBlob(Buffer.from(name));
  await writeFile(file, text);
  const shards = await store.find(fingerprint);
  if (shards === null) return refused('counts as absent');
  return sealedJson({ shards }) === RECORD ? accepted : wrong(text);
}

export const TABLES = [
  {
    table: photosTable,
    bytes: photosTable.encode({
      ...{
        photo: ['0', '1'].map((digit) => digit.repeat(64)),
        path: ['a.jpg', 'ü/b.jpg'],
        class: ['a', 'b'],
      },
      ...{ width: [1, 2], height: [1, 2], format: ['jpeg', ''], bytes: [10, 20], split: ['train', ''] },
      ...{ status: ['kept', 'quarantined'], reason: ['', 'it is empty'] },
    } as Parameters<typeof photosTable.encode>[0]),
    rows: 2,
  },
  {
    table: imagesTable,
    bytes: imagesTable.encode({
      ...{ photo: ['2', '3'].map((digit) => digit.repeat(64)), nearGrey: [true, false] },
      lab: { data: new Float32Array(2 * 4 * 4 * 3).fill(7), shape: [4, 4, 3] },
    }),
    rows: 2,
  },
  {
    table: priorTable,
    bytes: priorTable.encode({
      bin: [0, 1],
      a: [1, 2],
      b: [3, 4],
      count: [5, 6],
      probability: [0.5, 0.5],
      weight: [1, 1],
    }),
    rows: 2,
  },
] as const;

/** As a shard with this digest: values may be others then, their number and their shapes may not. */
export async function tryShard({ table, bytes, rows }: (typeof TABLES)[number], rng: Rng): Promise<Outcome> {
  const changed = mutate(bytes, bytes, rng);
  try {
    if (checkArrowBytes(changed, 'shard x').rows !== rows)
      return refused('other rows than its artefact says');
    const lengths = Object.values(table.decode(changed, 'shard x')).map((column) =>
      'shape' in column
        ? column.data.length / column.shape.reduce((size: number, n: number) => size * n, 1)
        : column.length,
    );
    return lengths.every((length) => length === rows)
      ? accepted
      : wrong(`columns of ${lengths.join(', ')} rows`);
  } catch (error) {
    return namesThePlace(error, 'shard x');
  }
}
