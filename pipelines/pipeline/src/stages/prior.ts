import { softTargets } from '@tintype/network/settings';
import { type PhotosRows, photosTable, priorTable } from '@tintype/records';
import { type ArtefactOf, defineStage, inputOf, shardNamed, type ShardSpec } from '@tintype/stage';
import { z } from 'zod';

import { layOutImages } from '../lay-out-images.ts';
import { convert } from './convert.ts';
import { ingest } from './ingest.ts';

export const priorSettings = z.strictObject({
  gamut: z
    .enum(['dataset', 'hull'])
    .default('dataset')
    .describe('The windows that the photos use, or the 313 bins of Zhang et al. 2016.'),
  window: z.literal([5, 10]).default(10).describe('Width of a bin in ab units.'),
  lambda: z.number().min(0).max(1).default(0.5).describe('Share of the uniform distribution in the weights.'),
  smoothing: z
    .strictObject(softTargets)
    .nullable()
    .default({ targets: 'nearest', neighbours: 5, sigma: 5 })
    .describe(
      'Smooths the prior as the targets are; null counts the nearest bin alone, as the article does.',
    ),
});

export type PriorSettings = z.output<typeof priorSettings>;

/**
 * Counts the colours of the images, a shard at a time, adds the counts up, and derives gamut, prior and weights from
 * those of training: the last step is all that another λ costs.
 */
export const prior = defineStage({
  name: 'prior',
  version: 1,
  needs: { ingest, convert },
  settings: priorSettings,
  summary: z.strictObject({ bins: z.int(), weightMin: z.number(), weightMax: z.number() }),

  async run({ settings, inputs, shards, read, before }) {
    const photos = photosTable.decode(await read(inputs.ingest.shard('photos')));
    const counts = await shards(planCounts(photos, inputs.convert));
    const merged = await shards([
      {
        key: {
          name: 'merged',
          compute: 'merge',
          settings: {},
          inputs: counts.map((shard) => inputOf(shard)),
        },
        hints: { reuse: () => before?.shards.map((shard) => inputOf(shard)) ?? [] },
      },
    ]);
    const derived = await shards([
      {
        key: {
          name: 'prior',
          compute: 'derive',
          settings: { ...settings, photos: photos.status.filter(isKept).length },
          inputs: merged.map((shard) => inputOf(shard)),
        },
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
      inputs: [inputOf(images.shard(name))],
    },
  }));
}
