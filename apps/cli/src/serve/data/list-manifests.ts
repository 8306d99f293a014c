import { basename, dirname, join } from 'node:path';

import { pipeline as trained } from '@tintype/pipeline/stages';
import { type Manifest, type ManifestAddress, manifestFiles, openStore, readManifest } from '@tintype/store';

import { PIPELINES } from '../../plans/recipe-plans.ts';
import { markOf, statIfThere } from './mark-folder.ts';

/** A manifest of a data folder. */
export interface KnownManifest extends ManifestAddress {
  /** When the newest of its shards was made, else when it was written; ISO. */
  readonly made: string;
  /** Null where it cannot be read; whoever opens the file itself finds out why. */
  readonly manifest: Manifest | null;
}

type OnFault = (error: unknown) => void;

/**
 * Reads the manifests of a data folder, and of those that have not changed since the last time only the date. `onFault` hears
 * once of each that cannot be read, which hides none of the others.
 */
export function watchManifests(data: string, onFault: OnFault): () => Promise<readonly KnownManifest[]> {
  const known = new Map<string, { readonly mark: string; readonly manifest: KnownManifest }>();
  const read = async (file: string) => {
    const found = await statIfThere(file);
    if (found === null) return []; // gone since it was listed
    const mark = markOf(found);
    const before = known.get(file);
    if (before?.mark === mark) return [before.manifest];
    const manifest = await readKnown(data, { file, writtenAt: found.mtimeMs }, onFault);
    known.set(file, { mark, manifest });
    return [manifest];
  };
  return async () => {
    const files = await manifestFiles(join(data, 'manifests'));
    return (await Promise.all(files.map(read))).flat().sort(compare);
  };
}

async function readKnown(
  data: string,
  { file, writtenAt }: { readonly file: string; readonly writtenAt: number },
  onFault: OnFault,
): Promise<KnownManifest> {
  const address = addressIn(file);
  const manifest = await readManifest(file).catch((error: unknown) => {
    onFault(error);
    return null;
  });
  const made = await newest(data, manifest?.shards ?? []);
  return { ...address, made: new Date(made ?? writtenAt).toISOString(), manifest };
}

function addressIn(file: string): ManifestAddress {
  const recipe = dirname(file);
  return { pipeline: basename(dirname(recipe)), recipe: basename(recipe), stage: basename(file, '.json') };
}

async function newest(data: string, shards: Manifest['shards']): Promise<number | null> {
  const store = openStore(join(data, 'store'));
  const made = new Set(shards.map(({ fingerprint }) => fingerprint));
  const times = await Promise.all([...made].map((fingerprint) => store.recordedAt(fingerprint)));
  return times.reduce((latest, time) => (time !== null && time > (latest ?? 0) ? time : latest), null);
}

/** By pipeline and recipe, and stages in the order in which they run; a cross-validation runs those of the pipeline. */
function compare(one: ManifestAddress, other: ManifestAddress): number {
  const [x, y] = [one, other].map(({ pipeline, recipe, stage }) => [
    pipeline,
    recipe,
    orderOf(pipeline, stage),
    stage,
  ]);
  return (x ?? []).join('\0') < (y ?? []).join('\0') ? -1 : 1;
}

function orderOf(pipeline: string, stage: string): string {
  const { stages } = PIPELINES.find(({ name }) => name === pipeline) ?? trained;
  const place = stages.findIndex(({ name }) => name === stage);
  return String(place < 0 ? stages.length : place).padStart(3);
}
