import {
  imagesTable,
  type MetricsRows,
  metricsTable,
  type PhotosRows,
  photosTable,
  predictionsTable,
} from '@tintype/records';
import { readShard } from '@tintype/stage/read-shard';
import type { Shard } from '@tintype/store';

import type { Run } from './read-run.ts';
import type { RunFiles } from './run-files.ts';
import { imagesIn, type LabImage, type PredictedPhoto, predictionsIn } from './table-rows.ts';

/** Every photo of the source, quarantined or not. */
export async function readPhotos({ artefacts }: Run, files: RunFiles): Promise<PhotosRows> {
  const [table] = tablesNamed(artefacts.ingest.shards, photosTable.name);
  if (table === undefined) throw new Error('Internal error: expected the photo table');
  return photosTable.decode(await readShard(table, files));
}

/** What each method scores on each held-out photo. */
export async function readMetrics({ artefacts }: Run, files: RunFiles): Promise<readonly MetricsRows[]> {
  const shards = tablesNamed(artefacts.evaluate.shards, metricsTable.name);
  return Promise.all(
    shards.map(async (shard) => metricsTable.decode(await readShard(shard, files), shard.name)),
  );
}

/** The shards of the held-out photos in Lab. */
export function heldOutShards({ artefacts }: Run): readonly Shard[] {
  return tablesNamed(artefacts.convert.shards, imagesTable.name).filter(({ name }) =>
    name.startsWith('test/'),
  );
}

/** The photos of such shards, one shard in memory at a time. */
export async function* readImages(shards: readonly Shard[], files: RunFiles): AsyncGenerator<LabImage> {
  for (const shard of shards) yield* imagesIn(imagesTable.decode(await readShard(shard, files), shard.name));
}

/** The held-out photos as the network colours them at every temperature, one shard in memory at a time. */
export async function* readPredictions({ artefacts }: Run, files: RunFiles): AsyncGenerator<PredictedPhoto> {
  for (const shard of tablesNamed(artefacts.evaluate.shards, predictionsTable.name))
    yield* predictionsIn(predictionsTable.decode(await readShard(shard, files), shard.name));
}

function tablesNamed(shards: readonly Shard[], name: string): readonly Shard[] {
  return shards.filter(({ table }) => table === name);
}
