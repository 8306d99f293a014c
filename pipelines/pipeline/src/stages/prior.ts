import { type PhotosRows, photosTable, priorTable } from '@tintype/records';
import { type ArtefactOf, defineStage, shardNamed, type ShardSpec, toInput } from '@tintype/stage';

import { forecastPrior } from '../forecast/forecasts.ts';
import { imageWork } from '../forecast/work.ts';
import { layOutImages } from '../lay-out-images.ts';
import { priorSchemas } from '../schemas/prior.ts';
import { convert } from './convert.ts';
import { ingest } from './ingest.ts';

/**
 * Counts the colours of the images, a shard at a time, adds the counts up, and derives gamut, prior and weights from
 * those of training: the last step is all that another λ costs.
 */
export const prior = defineStage({
  ...priorSchemas,
  version: 1,
  needs: { ingest, convert },
  forecast: forecastPrior,

  async run({ settings, inputs, shards, read, before }) {
    const photos = photosTable.decode(await read(inputs.ingest.shard('photos')));
    const planned = planCounts(photos, inputs.convert);
    const counts = await shards(planned);
    const merged = await shards([
      {
        key: {
          name: 'merged',
          compute: 'merge',
          settings: {},
          inputs: counts.map((shard) => toInput(shard)),
        },
        hints: { work: planned.length, reuse: () => before?.shards.map((shard) => toInput(shard)) ?? [] },
      },
    ]);
    const derived = await shards([
      {
        key: {
          name: 'prior',
          compute: 'derive',
          settings: { ...settings, photos: photos.status.filter(isKept).length },
          inputs: merged.map((shard) => toInput(shard)),
        },
        hints: { work: 1 },
      },
    ]);
    const { weight } = priorTable.decode(await read(shardNamed(derived, 'prior')));
    const [lowest, highest] = [Math.min(...weight), Math.max(...weight)];
    return {
      shards: [...counts, ...merged, ...derived],
      summary: { bins: weight.length, weightMin: lowest, weightMax: highest },
      headline: `${weight.length} bins, weights ${lowest.toFixed(2)} to ${highest.toFixed(2)}`,
    };
  },
});

function isKept(status: string): boolean {
  return status === 'kept';
}

/** One count for each shard; the class of a photo is not in its image, so it travels with the task. */
function planCounts(photos: PhotosRows, images: ArtefactOf<typeof convert>): readonly ShardSpec[] {
  const classOf = new Map(photos.photo.map((id, i) => [id, photos.class[i] ?? '']));
  return layOutImages(photos, images.settings.photosPerShard).map(({ name, ids }) => ({
    key: {
      name: `counts/${name}`,
      compute: 'count',
      settings: { classes: ids.map((id) => classOf.get(id) ?? '') },
      inputs: [toInput(images.shard(name))],
    },
    hints: { work: imageWork(ids.length, images.settings.size) },
  }));
}
