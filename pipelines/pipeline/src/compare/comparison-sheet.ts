import { labPicture, type Picture } from '@tintype/images';
import { imagesTable, photosTable, predictionsTable } from '@tintype/records';
import { readShard } from '@tintype/stage';
import type { Shard, Store } from '@tintype/store';

import type { Run } from './read-runs.ts';

/** A photo that at least one run held out, with what each run made of it. */
export interface ComparedPhoto {
  readonly photo: string;
  readonly path: string;
  readonly truth: Picture;
  /** By recipe; a run that did not hold the photo out has none. */
  readonly predictions: ReadonlyMap<string, Picture>;
}

/** The photos that most runs held out, at most `most` of them, each class in turn by its path. */
export async function readSheet(
  runs: readonly Run[],
  store: Store,
  most: number,
): Promise<readonly ComparedPhoto[]> {
  const held = await Promise.all(runs.map((run) => heldOutIn(run, store)));
  const paths = new Map(held.flatMap((photos) => [...photos]));
  const runsWith = (photo: string) => held.filter((photos) => photos.has(photo)).length;
  const chosen = spread([...paths.keys()].sort(byRunsThenPath(runsWith, paths)), runsWith, most);
  const wanted = new Set(chosen);
  const predictions = new Map<string, ReadonlyMap<string, Picture>>();
  for (const run of runs) predictions.set(run.recipe, await readPredictions(run, store, wanted));
  const truths = await readTruths(runs, store, wanted);
  return chosen.flatMap((photo) => {
    const truth = truths.get(photo);
    const made = [...predictions].flatMap(([recipe, pictures]) => {
      const picture = pictures.get(photo);
      return picture === undefined ? [] : [[recipe, picture] as const];
    });
    const path = paths.get(photo) ?? '';
    return truth === undefined || made.length === 0
      ? [] // near-grey: held out, but not measured
      : [{ photo, path, truth, predictions: new Map(made) }];
  });
}

function byRunsThenPath(runsWith: (photo: string) => number, paths: ReadonlyMap<string, string>) {
  return (one: string, other: string) =>
    runsWith(other) - runsWith(one) || ((paths.get(one) ?? '') < (paths.get(other) ?? '') ? -1 : 1);
}

/** Those that all share first; of the rest, which are many, a photo every so often. */
function spread(
  sorted: readonly string[],
  runsWith: (photo: string) => number,
  most: number,
): readonly string[] {
  const [first] = sorted;
  if (first === undefined) return [];
  const shared = sorted.filter((photo) => runsWith(photo) === runsWith(first)).slice(0, Math.ceil(most / 2));
  const rest = sorted.filter((photo) => !shared.includes(photo));
  const step = Math.max(1, rest.length / (most - shared.length));
  const picked = rest.filter((_, i) => Math.floor(i / step) !== Math.floor((i - 1) / step));
  return [...shared, ...picked].slice(0, most);
}

async function heldOutIn({ manifests }: Run, store: Store): Promise<ReadonlyMap<string, string>> {
  const shard = manifests.ingest.shards.find(({ name }) => name === 'photos');
  if (shard === undefined) throw new Error('Internal error: expected the photo table');
  const { photo, path, split, status } = photosTable.decode(await readShard(shard, store));
  return new Map(
    photo.flatMap((id, i) =>
      split[i] === 'test' && status[i] === 'kept' ? [[id, path[i] ?? ''] as const] : [],
    ),
  );
}

async function readPredictions(
  { manifests, temperature }: Run,
  store: Store,
  wanted: ReadonlySet<string>,
): Promise<ReadonlyMap<string, Picture>> {
  const pictures = new Map<string, Picture>();
  for (const shard of tables(manifests.evaluate.shards, predictionsTable.name)) {
    const { photo, temperature: at, rgb } = predictionsTable.decode(await readShard(shard, store));
    const [height = 0, width = 0] = rgb.shape;
    const bytes = height * width * 3;
    for (const [row, id] of photo.entries())
      if (wanted.has(id) && at[row] === Math.fround(temperature))
        pictures.set(id, { width, height, rgb: rgb.data.slice(row * bytes, (row + 1) * bytes) });
  }
  return pictures;
}

async function readTruths(
  runs: readonly Run[],
  store: Store,
  wanted: ReadonlySet<string>,
): Promise<ReadonlyMap<string, Picture>> {
  const truths = new Map<string, Picture>();
  const shards = runs.flatMap(({ manifests }) => tables(manifests.convert.shards, imagesTable.name));
  for (const shard of new Map(shards.map((one) => [one.sha256, one])).values()) {
    if (truths.size === wanted.size) break;
    if (!shard.name.startsWith('test/')) continue;
    const { photo, lab } = imagesTable.decode(await readShard(shard, store));
    const [size = 0] = lab.shape;
    const length = size * size * 3;
    for (const [row, id] of photo.entries())
      if (wanted.has(id))
        truths.set(id, labPicture(lab.data.subarray(row * length, (row + 1) * length), size, size));
  }
  return truths;
}

function tables(shards: readonly Shard[], name: string): readonly Shard[] {
  return shards.filter(({ table }) => table === name);
}
