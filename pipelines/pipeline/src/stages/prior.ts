import type { ShardInput } from '@tintype/executor';
import { parseFacts, type PhotosRows, photosTable, priorTable } from '@tintype/records';
import {
  type ArtefactOf,
  defineStage,
  type Folders,
  shardNamed,
  type ShardSpec,
  toInput,
  UserError,
} from '@tintype/stage';
import { packDigests } from '@tintype/store';

import { forecastPrior } from '../forecast/forecasts.ts';
import { imageWork } from '../forecast/work.ts';
import { layOutImages } from '../lay-out-images.ts';
import { findModel, placesIn, requireFile } from '../models/find-model.ts';
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

  async run({ settings, inputs, folders, shards, read, before, note }) {
    const table = await read(inputs.ingest.shard('photos'));
    const photos = photosTable.decodeColumns(table, ['photo', 'class', 'split', 'status']);
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
    const { model, ...rest } = settings;
    const named = settings.gamut === 'model' ? await findGamut(model, folders) : [];
    const derived = await shards([
      {
        key: {
          name: 'prior',
          compute: 'derive',
          settings: { ...rest, photos: photos.status.filter(isKept).length },
          inputs: [...merged.map((shard) => toInput(shard)), ...named],
        },
        hints: { work: 1 },
      },
    ]);
    const shard = shardNamed(derived, 'prior');
    const { weight } = priorTable.decode(await read(shard));
    const facts = parseFacts(priorTable, shard);
    const [lowest, highest] = [Math.min(...weight), Math.max(...weight)];
    if (facts.beyond > MOST_BEYOND) note(sayBeyond(facts.beyond));
    return {
      shards: [...counts, ...merged, ...derived],
      summary: { bins: weight.length, ...facts, weightMin: lowest, weightMax: highest },
      headline: `${weight.length} bins, weights ${lowest.toFixed(2)} to ${highest.toFixed(2)}`,
    };
  },
});

/** The file that the bins of the gamut `model` are taken from. */
async function findGamut(model: string | null, folders: Folders): Promise<readonly ShardInput[]> {
  if (model === null)
    throw new UserError(
      'prior.model: expected a model for the gamut "model", got null; name one, such as "bundled"',
      2,
    );
  const file = 'model.json';
  return [{ name: file, ...(await requireFile(await findModel(model, placesIn(folders)), file)) }];
}

function isKept(status: string): boolean {
  return status === 'kept';
}

/** Of the pixels; above it the bins of a model are too few for the photos. */
const MOST_BEYOND = 0.02;

function sayBeyond(share: number): string {
  return `${(100 * share).toFixed(1)} % of the colours lie further than a window from the bins of the model, and will be shown as the nearest; set prior.gamut to "dataset" to train with their own bins, from the encoder alone`;
}

/** One count for each shard; the class of a photo is not in its image, so it travels with the task. */
function planCounts(
  { photo, split, class: classes }: Pick<PhotosRows, 'photo' | 'split' | 'class'>,
  images: ArtefactOf<typeof convert>,
): readonly ShardSpec[] {
  return layOutImages(packDigests(photo), { split }, images.settings).map(({ name, rows }) => ({
    key: {
      name: `counts/${name}`,
      compute: 'count',
      settings: { classes: Array.from(rows, (row) => classes[row] ?? '') },
      inputs: [toInput(images.shard(name))],
    },
    hints: { work: imageWork(rows.length, images.settings.size) },
  }));
}
