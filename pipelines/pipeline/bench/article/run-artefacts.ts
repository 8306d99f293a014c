import { readFile } from 'node:fs/promises';

import { countAb } from '@tintype/colour';
import type { ShardInput } from '@tintype/executor';
import { imagesTable, photosTable } from '@tintype/records';
import { manifestPath, openStore, readManifest, type Shard } from '@tintype/store';

import type { Usage } from '../../src/prior/colour-usage.ts';

/** A decoded photo that training never saw. */
export interface HeldOut {
  readonly lab: Float32Array; // [size, size, 3]
  readonly size: number;
}

/** The artefacts of a recipe that has been run. */
export interface RunArtefacts {
  readonly patches: readonly ShardInput[];
  readonly counts: readonly ShardInput[];
  readonly heldOut: readonly HeldOut[];
  /** Colours of all photos, whatever their split, by class. */
  readonly usage: Usage;
  readonly photos: number;
}

export async function openRun(recipe: string): Promise<RunArtefacts> {
  const shardsOf = async (stage: string) => (await manifestOf(recipe, stage)).shards;
  const convert = (await shardsOf('convert')).filter(({ table }) => table === imagesTable.name);
  const counts = (await shardsOf('prior')).filter(({ name }) => name.startsWith('counts/'));
  const classes = await classesOf(await shardsOf('ingest'));
  return {
    patches: (await shardsOf('patches')).map(inputOf),
    counts: counts.map(inputOf),
    heldOut: await readHeldOut(convert.filter(({ name }) => name.startsWith('test/'))),
    usage: await countAll(convert, classes),
    photos: classes.size,
  };
}

async function manifestOf(recipe: string, stage: string) {
  const manifest = await readManifest(
    manifestPath('data/manifests', { pipeline: 'pipeline', recipe, stage }),
  );
  if (manifest !== null) return manifest;
  throw new Error(`no artefact of ${stage}: run npx nx run pipeline:all -c ${recipe} first`);
}

function inputOf({ name, sha256 }: Shard): ShardInput {
  return { name, sha256, path: openStore('data/store').blobPath(sha256) };
}

async function classesOf(shards: readonly Shard[]): Promise<ReadonlyMap<string, string>> {
  const table = shards.find(({ name }) => name === 'photos');
  if (table === undefined) throw new Error('Internal error: expected the photo table');
  const { photo, class: classes, status } = photosTable.decode(await readFile(inputOf(table).path));
  return new Map(photo.flatMap((id, i) => (status[i] === 'kept' ? [[id, classes[i] ?? ''] as const] : [])));
}

async function readHeldOut(shards: readonly Shard[]): Promise<readonly HeldOut[]> {
  const all: HeldOut[] = [];
  for (const shard of shards) await eachImage(shard, (lab, _, size) => all.push({ lab: lab.slice(), size }));
  return all;
}

async function countAll(shards: readonly Shard[], classes: ReadonlyMap<string, string>): Promise<Usage> {
  const usage = new Map<string, Uint32Array>();
  for (const shard of shards)
    await eachImage(shard, (lab, photo) => {
      const name = classes.get(photo) ?? '';
      usage.set(name, countAb(lab, usage.get(name)));
    });
  return usage;
}

/** Near-grey images are left out, as the pipeline leaves them out. */
async function eachImage(
  shard: Shard,
  visit: (lab: Float32Array, photo: string, size: number) => void,
): Promise<void> {
  const { photo, nearGrey, lab } = imagesTable.decode(await readFile(inputOf(shard).path), shard.name);
  const [size = 0] = lab.shape;
  const length = size * size * 3;
  for (const [i, id] of photo.entries())
    if (!nearGrey[i]) visit(lab.data.subarray(i * length, (i + 1) * length), id, size);
}
