import { labPicture, type Picture } from '@tintype/images';

import type { Run } from '../runs/read-run.ts';
import { heldOutShards, readImages, readPhotos, readPredictions } from '../runs/read-tables.ts';
import type { RunFiles } from '../runs/run-files.ts';

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
  files: RunFiles,
  most: number,
): Promise<readonly ComparedPhoto[]> {
  const held = await Promise.all(runs.map((run) => heldOutIn(run, files)));
  const paths = new Map(held.flatMap((photos) => [...photos]));
  const runsWith = (photo: string) => held.filter((photos) => photos.has(photo)).length;
  const chosen = spread([...paths.keys()].sort(byRunsThenPath(runsWith, paths)), runsWith, most);
  const wanted = new Set(chosen);
  const predictions = new Map<string, ReadonlyMap<string, Picture>>();
  for (const run of runs) predictions.set(run.recipe, await readPictures(run, files, wanted));
  const truths = await readTruths(runs, files, wanted);
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

async function heldOutIn(run: Run, files: RunFiles): Promise<ReadonlyMap<string, string>> {
  const { photo, path, split, status } = await readPhotos(run, files);
  return new Map(
    photo.flatMap((id, i) =>
      split[i] === 'test' && status[i] === 'kept' ? [[id, path[i] ?? ''] as const] : [],
    ),
  );
}

/** At the run's temperature. */
async function readPictures(
  run: Run,
  files: RunFiles,
  wanted: ReadonlySet<string>,
): Promise<ReadonlyMap<string, Picture>> {
  const pictures = new Map<string, Picture>();
  for await (const { photo, temperature, width, height, rgb } of readPredictions(run, files))
    if (wanted.has(photo) && temperature === run.decoding.temperature)
      pictures.set(photo, { width, height, rgb: rgb.slice() }); // a copy: the shard may go
  return pictures;
}

async function readTruths(
  runs: readonly Run[],
  files: RunFiles,
  wanted: ReadonlySet<string>,
): Promise<ReadonlyMap<string, Picture>> {
  const truths = new Map<string, Picture>();
  const shards = new Map(runs.flatMap(heldOutShards).map((shard) => [shard.sha256, shard]));
  for await (const { photo, size, lab } of readImages([...shards.values()], files)) {
    if (wanted.has(photo)) truths.set(photo, labPicture(lab, size, size));
    if (truths.size === wanted.size) break;
  }
  return truths;
}
