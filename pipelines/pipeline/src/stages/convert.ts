import { imagesTable, parseFacts, photosTable } from '@tintype/records';
import {
  defineStage,
  type InputsOf,
  isPending,
  type ShardSpec,
  type StageContext,
  UserError,
} from '@tintype/stage';
import { packDigests } from '@tintype/store';
import type { z } from 'zod';

import type { ImageSettings } from '../compute/convert.ts';
import { forecastConvert } from '../forecast/forecasts.ts';
import { imageWork } from '../forecast/work.ts';
import { openPhotos } from '../ingest/list-photos.ts';
import { listUncoloured } from '../judge-colours.ts';
import { layOutImages } from '../lay-out-images.ts';
import { indexReusable } from '../reuse/reusable-shards.ts';
import { convertSchemas, type ConvertSettings, type convertSummary } from '../schemas/convert.ts';
import { ingest } from './ingest.ts';

const needs = { ingest };

type ConvertContext = StageContext<ConvertSettings, z.output<typeof convertSummary>, InputsOf<typeof needs>>;

/** Decodes every photo to a Lab image, a shard of photos at a time. */
export const convert = defineStage({
  ...convertSchemas,
  version: 1,
  needs,
  forecast: forecastConvert,

  async run(context) {
    const shards = await context.shards(await planShards(context));
    const facts = shards.filter((shard) => !isPending(shard)).map((shard) => parseFacts(imagesTable, shard));
    const images = shards.reduce((sum, { rows }) => sum + rows, 0);
    const { size } = context.settings;
    const pathsIn = (kind: 'grey' | 'toned' | 'undecodable') =>
      pathsOf(
        facts.flatMap((one) => one[kind]),
        context,
      );
    const [grey, toned] = [await pathsIn('grey'), await pathsIn('toned')];
    const undecodable = await pathsIn('undecodable');
    const nearGrey = grey.length + toned.length + undecodable.length;
    return {
      shards,
      summary: { images, nearGrey, grey, toned, size },
      headline: `${images} images of ${size} × ${size} in Lab, ${describeUnused(nearGrey, toned.length)}`,
      details: [
        ...undecodable.map((path) => `left out ${path}: it cannot be decoded at this size`),
        ...listUncoloured({ grey, toned }).map(({ path, reason }) => `near-grey ${path}: ${reason}`),
      ],
    };
  },
});

/** "8 near-grey (5 toned): not used for training". */
function describeUnused(nearGrey: number, toned: number): string {
  const among = toned > 0 ? ` (${toned} toned)` : '';
  return `${nearGrey} near-grey${among}${nearGrey > 0 ? ': not used for training' : ''}`;
}

async function pathsOf(ids: readonly string[], { inputs, read }: ConvertContext): Promise<readonly string[]> {
  if (ids.length === 0) return [];
  const table = await read(inputs.ingest.shard('photos'));
  const { photo, path } = photosTable.decodeColumns(table, ['photo', 'path']);
  return ids.map((id) => path[photo.indexOf(id)] ?? '').sort();
}

async function planShards(context: ConvertContext): Promise<readonly ShardSpec[]> {
  const { settings, inputs, read } = context;
  const table = await read(inputs.ingest.shard('photos'));
  const { photo, path, split } = photosTable.decodeColumns(table, ['photo', 'path', 'split']);
  const ids = packDigests(photo);
  const files = await locatePhotos(context);
  const reusable = indexReusable(context, imageSettings);
  return layOutImages(ids, { split }, settings).map(({ name, rows }) => {
    const key = {
      name,
      compute: 'convert',
      settings: imageSettings(settings),
      get inputs() {
        return Array.from(rows, (row) => {
          const id = ids.at(row); // sha256 of the photo's bytes
          return { name: id, sha256: id, path: fileAt(files, path[row] ?? '') };
        });
      },
    };
    const hints = {
      reuse: () => reusable(key),
      ...{ work: imageWork(rows.length, settings.size), rows: rows.length },
    };
    return { key, hints };
  });
}

/** All that an image depends on beside its photo. */
function imageSettings({ size, nearGrey, toned }: ConvertSettings): ImageSettings {
  return { size, nearGrey, toned };
}

/** Where the photos lie on this machine, by their path in the source. */
async function locatePhotos(context: ConvertContext): Promise<ReadonlyMap<string, string>> {
  const { files } = await openPhotos(context.inputs.ingest.settings.source, context);
  return new Map(files.map(({ path, file }) => [path, file]));
}

function fileAt(files: ReadonlyMap<string, string>, path: string): string {
  const file = files.get(path);
  if (file === undefined)
    throw new UserError(`convert: ${path} is gone since ingest listed it; run ingest again`);
  return file;
}
