import { groupScores, type MethodScore, scoreOf } from '@tintype/pipeline/scores';
import {
  imagesTable,
  metricsTable,
  patchesTable,
  predictionsTable,
  type RangedTable,
  thumbnailsTable,
} from '@tintype/records';
import type { Shard } from '@tintype/store/neutral';

import { openShards, readWhole, type ShardedTable } from '../../../data/sharded-table.ts';
import { drawImage, drawPatches, drawPredictions, drawThumbnail } from './draw-rows.ts';
import type { Lineage, Place } from './lineage.ts';
import { isInShard, type Photo, type RunPhotos } from './read-photos.ts';

/** The lineage of the photos of a run. What it loads in parts, nothing compares with a digest. */
export function openLineage(run: RunPhotos, signal: AbortSignal): Lineage {
  const opened = new Map<string, ShardedTable>();
  const open = async ({ shard }: Place): Promise<RangedTable> => {
    const table = opened.get(shard.sha256) ?? openShards(shard.name, [shard], signal);
    opened.set(shard.sha256, table);
    return table.open(shard);
  };
  const placeImage = (photo: Photo) => findPlace(run, photo, 'convert', imagesTable.name, '');
  const placePatches = (photo: Photo) => findPlace(run, photo, 'patches', patchesTable.name, '');
  const placePredictions = (photo: Photo) =>
    findPlace(run, photo, 'evaluate', predictionsTable.name, 'predictions/');
  const placeMetrics = (photo: Photo) => findPlace(run, photo, 'evaluate', metricsTable.name, 'metrics/');
  const placeThumbnail = (photo: Photo) =>
    findPlace(run, photo, 'evaluate', thumbnailsTable.name, 'thumbnails/');
  const readImage = async (photo: Photo) =>
    drawImage(await open(refuseNone(placeImage(photo), photo)), photo);
  return {
    ...{ placeImage, placePatches, placePredictions, placeMetrics, readImage },
    readThumbnail: async (photo) => {
      const place = placeThumbnail(photo);
      return place === null ? (await readImage(photo)).picture : drawThumbnail(await open(place), photo);
    },
    readPatches: async (photo) => {
      const place = placePatches(photo);
      return place === null ? [] : drawPatches(await open(place), photo, run);
    },
    readPredictions: async (photo) => {
      const place = placePredictions(photo);
      return place === null ? [] : drawPredictions(await open(place), photo);
    },
    readScores: async (photo) => {
      const place = placeMetrics(photo);
      return place === null ? [] : scorePhoto(place.shard, photo, signal);
    },
  };
}

function findPlace(
  { artefacts }: RunPhotos,
  photo: Photo,
  stage: string,
  table: string,
  prefix: string,
): Place | null {
  const shard = artefacts
    .get(stage)
    ?.shards.find(
      (one) =>
        one.table === table && one.name.startsWith(prefix) && isInShard(photo, one.name.slice(prefix.length)),
    );
  return shard === undefined ? null : { stage, shard, layout: shard.name.slice(prefix.length) };
}

function refuseNone(place: Place | null, { path }: Photo): Place {
  if (place !== null) return place;
  throw new Error(`${path}: expected a shard of images that holds it, found none; run the stage convert`);
}

async function scorePhoto(shard: Shard, { id }: Photo, signal: AbortSignal): Promise<readonly MethodScore[]> {
  const groups = groupScores(await readWhole(metricsTable, [shard], signal));
  return groups.flatMap((group) => {
    const own = group.filter(({ photo }) => photo === id);
    return own.length === 0 ? [] : [scoreOf(own)];
  });
}
