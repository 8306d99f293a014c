import { softTargets } from '@tintype/network/settings';
import { photosTable, priorTable, type PhotosRows } from '@tintype/records';
import { defineStage, shardNamed, type ShardSpec, type StageContext } from '@tintype/stage';
import { z } from 'zod';

import { layOutImages } from '../lay-out-images.ts';
import { convertSettings } from './convert.ts';

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
export const prior = defineStage<PriorSettings>({
  name: 'prior',
  version: 1,
  needs: ['ingest', 'convert'],
  settings: priorSettings,

  async run(context) {
    const photos = photosTable.decode(await context.read(context.artefact('ingest').shard('photos')));
    const counts = await context.shards(planCounts(photos, context));
    const { gamut, window, lambda, smoothing } = context.settings;
    const merged = await context.shards([
      {
        name: 'merged',
        compute: 'merge',
        settings: {},
        inputs: counts.map(context.inputOf),
        checksInputs: true,
        reuse: () => context.before?.manifest.shards.map(context.inputOf) ?? [],
      },
    ]);
    const derived = await context.shards([
      {
        name: 'prior',
        compute: 'derive',
        settings: { gamut, window, lambda, smoothing, photos: photos.status.filter(isKept).length },
        inputs: merged.map(context.inputOf),
      },
    ]);
    const shards = [...counts, ...merged, ...derived];
    const { weight } = priorTable.decode(await context.read(shardNamed(derived, 'prior')));
    const [lowest, highest] = [Math.min(...weight), Math.max(...weight)];
    return {
      shards,
      summary: { bins: weight.length, weightMin: lowest, weightMax: highest },
      headline: `${weight.length} bins, weights ${lowest.toFixed(2)} to ${highest.toFixed(2)}`,
    };
  },
});

function isKept(status: string): boolean {
  return status === 'kept';
}

/** One count for each shard; the class of a photo is not in its image, so it travels with the task. */
function planCounts(
  photos: PhotosRows,
  { artefact, inputOf }: StageContext<PriorSettings>,
): readonly ShardSpec[] {
  const classOf = new Map(photos.photo.map((id, i) => [id, photos.class[i] ?? '']));
  const images = artefact('convert');
  const { photosPerShard } = convertSettings.parse(images.manifest.settings);
  return layOutImages(photos, photosPerShard).map(({ name, ids }) => ({
    name: `counts/${name}`,
    compute: 'count',
    settings: { classes: ids.map((id) => classOf.get(id) ?? '') },
    inputs: [inputOf(images.shard(name))],
  }));
}
