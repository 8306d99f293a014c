import { type PhotosRows, photosTable } from '@tintype/records';
import { belongsTo } from '@tintype/stage/neutral';
import type { Manifest } from '@tintype/store/neutral';

import { readRunManifests } from '../../../data/manifests.ts';
import { nameOf } from '../../../data/photos.ts';
import { readWhole } from '../../../data/sharded-table.ts';

/** A photo as `ingest` lists it. */
export interface Photo {
  /** sha256 of its bytes. */
  readonly id: string;
  /** Where the source has it. */
  readonly path: string;
  readonly class: string;
  /** What it serves; empty where it is quarantined. */
  readonly split: string;
  /** Why it is quarantined; empty where it is kept. */
  readonly reason: string;
  readonly width: number; // pixels, upright
  readonly height: number;
  readonly format: string;
  readonly bytes: number;
}

/** The photos of a run, and the artefacts of its stages by their names. */
export interface RunPhotos {
  readonly pipeline: string;
  readonly recipe: string;
  readonly photos: readonly Photo[];
  readonly artefacts: ReadonlyMap<string, Manifest>;
}

export async function readRunPhotos(
  pipeline: string,
  recipe: string,
  signal: AbortSignal,
): Promise<RunPhotos> {
  const manifests = await readRunManifests(pipeline, recipe, signal);
  const artefacts = new Map(manifests.map((manifest) => [manifest.stage, manifest]));
  const shards = artefacts.get('ingest')?.shards.filter(({ table }) => table === photosTable.name) ?? [];
  const tables = await readWhole(photosTable, shards, signal);
  return { pipeline, recipe, artefacts, photos: tables.flatMap(listRows) };
}

function listRows(rows: PhotosRows): readonly Photo[] {
  return rows.photo.map((id, i) => ({
    id,
    path: rows.path[i] ?? '',
    class: rows.class[i] ?? '',
    split: rows.split[i] ?? '',
    reason: rows.reason[i] ?? '',
    width: rows.width[i] ?? 0,
    height: rows.height[i] ?? 0,
    format: rows.format[i] ?? '',
    bytes: rows.bytes[i] ?? 0,
  }));
}

/** The photo of a sha256, of a path, or of a name that no other photo has. */
export function findPhoto(photos: readonly Photo[], wanted: string): Photo | undefined {
  const named = photos.filter(({ path }) => nameOf(path) === wanted);
  return (
    photos.find(({ id }) => id === wanted) ??
    photos.find(({ path }) => path === wanted) ??
    (named.length === 1 ? named[0] : undefined)
  );
}

/** What of the photos is looked at; an empty text lets all through. */
export interface PhotoFilter {
  /** Part of a path or of a sha256. */
  readonly text: string;
  /** A split, or `quarantined`. */
  readonly split: string;
  readonly class: string;
  /** The name of a shard of images, such as `train/0110`. */
  readonly shard: string;
}

export function filterPhotos(photos: readonly Photo[], filter: PhotoFilter): readonly Photo[] {
  const text = filter.text.toLowerCase();
  return photos.filter(
    (photo) =>
      (photo.path.toLowerCase().includes(text) || photo.id.startsWith(text)) &&
      (filter.split === '' || splitOf(photo) === filter.split) &&
      (filter.class === '' || photo.class === filter.class) &&
      (filter.shard === '' || isInShard(photo, filter.shard)),
  );
}

/** What a photo serves, in a word. */
export function splitOf({ split }: Pick<Photo, 'split'>): string {
  return split === '' ? 'quarantined' : split;
}

/** Whether a shard of images, or of what is made from them one for one, holds a photo: `train/0110`, `all`. */
export function isInShard({ id, split }: Pick<Photo, 'id' | 'split'>, name: string): boolean {
  const [side = '', bits = ''] = name.split('/');
  return split !== '' && side === split && belongsTo(id, bits);
}
