import type { Input } from '@tintype/executor';
import { imagesTable, photosTable } from '@tintype/records';
import { manifestPath, openStore, readManifest, type Shard } from '@tintype/store';

import { decodeUsage, type Usage } from '../../src/prior/colour-usage.ts';
import { ALL_USAGE } from '../../src/prior/merge-counts.ts';

/** A decoded photo that training never saw. */
export interface HeldOut {
  readonly lab: Float32Array; // [size, size, 3]
  readonly size: number;
}

/** The artefacts of a recipe that has been run. */
export interface RunArtefacts {
  readonly patches: readonly Input[];
  /** The merged counts of the colours. */
  readonly counts: readonly Input[];
  readonly heldOut: readonly HeldOut[];
  /** Colours of all photos, whatever their split, by class. */
  readonly usage: Usage;
  readonly photos: number;
}

export async function openRun(recipe: string): Promise<RunArtefacts> {
  const shardsOf = async (stage: string) => (await manifestOf(recipe, stage)).shards;
  const convert = (await shardsOf('convert')).filter(({ table }) => table === imagesTable.name);
  const counts = (await shardsOf('prior')).filter(({ name }) => name === 'usage' || name === ALL_USAGE);
  return {
    patches: (await shardsOf('patches')).map(inputOf),
    counts: counts.map(inputOf),
    heldOut: await readHeldOut(convert.filter(({ name }) => name.startsWith('test/'))),
    usage: await readUsage(counts.find(({ name }) => name === ALL_USAGE)),
    photos: await countKept(await shardsOf('ingest')),
  };
}

async function manifestOf(recipe: string, stage: string) {
  const manifest = await readManifest(
    manifestPath('data/manifests', { pipeline: 'pipeline', recipe, stage }),
  );
  if (manifest !== null) return manifest;
  throw new Error(`no artefact of ${stage}: run npx nx run pipeline:all -c ${recipe} first`);
}

export function inputOf({ name, sha256 }: Shard): Input {
  const store = openStore('data/store');
  const read = () => store.readBlob(sha256);
  return { name, sha256, read, file: async () => store.blobPath(sha256) };
}

async function readUsage(shard: Shard | undefined): Promise<Usage> {
  if (shard === undefined) throw new Error('Internal error: expected the merged counts');
  return decodeUsage(await inputOf(shard).read(), shard.name);
}

async function countKept(shards: readonly Shard[]): Promise<number> {
  const table = shards.find(({ name }) => name === 'photos');
  if (table === undefined) throw new Error('Internal error: expected the photo table');
  const { status } = photosTable.decode(await inputOf(table).read());
  return status.filter((each) => each === 'kept').length;
}

/** Near-grey images are left out, as the pipeline leaves them out. */
async function readHeldOut(shards: readonly Shard[]): Promise<readonly HeldOut[]> {
  const all: HeldOut[] = [];
  for (const shard of shards) {
    const { nearGrey, lab } = imagesTable.decode(await inputOf(shard).read(), shard.name);
    const [size = 0] = lab.shape;
    const length = size * size * 3;
    for (const [i, grey] of nearGrey.entries())
      if (!grey) all.push({ lab: lab.data.slice(i * length, (i + 1) * length), size });
  }
  return all;
}
