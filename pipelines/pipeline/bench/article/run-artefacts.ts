import type { Input } from '@tintype/executor';
import { openStore, type Shard } from '@tintype/store';

import { decodeUsage, type Usage } from '../../src/prior/colour-usage.ts';
import { ALL_USAGE } from '../../src/prior/merge-counts.ts';
import { openRunFiles } from '../../src/runs/open-run-files.ts';
import { readRun, type Run } from '../../src/runs/read-run.ts';
import { heldOutShards, readImages } from '../../src/runs/read-tables.ts';
import type { RunFiles } from '../../src/runs/run-files.ts';

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

/** Throws when the recipe has not been run to its end. */
export async function openRun(recipe: string): Promise<RunArtefacts> {
  const files = openRunFiles('data');
  const run = await readRun(recipe, files);
  const { prior, patches } = run.artefacts;
  const counts = prior.shards.filter(({ name }) => name === 'usage' || name === ALL_USAGE);
  return {
    patches: patches.shards.map(toInput),
    counts: counts.map(toInput),
    heldOut: await readHeldOut(run, files),
    usage: await readUsage(
      counts.find(({ name }) => name === ALL_USAGE),
      files,
    ),
    photos: run.kept,
  };
}

export function toInput({ name, sha256 }: Shard): Input {
  const store = openStore('data/store');
  const read = () => store.readBlob(sha256);
  return { name, sha256, read, file: async () => store.blobPath(sha256) };
}

async function readUsage(shard: Shard | undefined, files: RunFiles): Promise<Usage> {
  if (shard === undefined) throw new Error('Internal error: expected the merged counts');
  return decodeUsage(await files.readBlob(shard.sha256), shard.name);
}

/** Near-grey images are left out, as the pipeline leaves them out. */
async function readHeldOut(run: Run, files: RunFiles): Promise<readonly HeldOut[]> {
  const all: HeldOut[] = [];
  for await (const { nearGrey, lab, size } of readImages(heldOutShards(run), files))
    if (!nearGrey) all.push({ lab: lab.slice(), size }); // a copy: the shard may go
  return all;
}
