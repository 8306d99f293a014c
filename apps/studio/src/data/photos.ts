import { photosTable } from '@tintype/records';

import { readManifest } from './manifests.ts';
import { readWhole } from './sharded-table.ts';

/** What a run knows of a photo before it decodes it. */
export interface PhotoFacts {
  /** Where the source has it. */
  readonly path: string;
  readonly class: string;
  readonly split: string;
}

/** The last part of where a photo lies. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1) || path;
}

/** The photos of a run by the sha256 of their bytes; none where its first stage has not been run. */
export async function readPhotoFacts(
  { pipeline, recipe }: { readonly pipeline: string; readonly recipe: string },
  signal: AbortSignal,
): Promise<ReadonlyMap<string, PhotoFacts>> {
  const manifest = await readManifest({ pipeline, recipe, stage: 'ingest' }, signal);
  const shards = manifest?.shards.filter(({ table }) => table === photosTable.name) ?? [];
  const tables = await readWhole(photosTable, shards, signal);
  return new Map(
    tables.flatMap((rows) =>
      rows.photo.map((photo, i) => [
        photo,
        { path: rows.path[i] ?? '', class: rows.class[i] ?? '', split: rows.split[i] ?? '' },
      ]),
    ),
  );
}
