import { photosTable } from '@tintype/records';
import { defineStage, UserError, type ShardSpec, type StageContext } from '@tintype/stage';
import type { Digest, Shard } from '@tintype/store';
import { z } from 'zod';

import { openPhotos } from '../ingest/list-photos.ts';
import { layOutImages } from '../lay-out-images.ts';
import { reusableShards } from '../reuse/reusable-shards.ts';
import { ingestSettings } from './ingest.ts';

export const convertSettings = z.strictObject({
  size: z
    .int()
    .min(64)
    .max(1024)
    .default(256)
    .describe('Sides of an image in pixels; photos are cropped square.'),
  nearGrey: z
    .number()
    .min(0)
    .default(5)
    .describe('An image with no |a| or |b| above this is marked, and left out of prior and training.'),
  photosPerShard: z
    .int()
    .min(1)
    .default(4)
    .describe(
      'A photo more or less means work for all of its shard; smaller shards make a clean run slower.',
    ),
});

export type ConvertSettings = z.output<typeof convertSettings>;

/** Decodes every photo to a Lab image, a shard of photos at a time. */
export const convert = defineStage<ConvertSettings>({
  name: 'convert',
  version: 1,
  needs: ['ingest'],
  settings: convertSettings,

  async run(context) {
    const shards = await context.shards(await planShards(context));
    const images = shards.reduce((sum, { rows }) => sum + rows, 0);
    const nearGrey = shards.reduce((sum, { facts }) => sum + Number(facts?.['nearGrey'] ?? 0), 0);
    const { size } = context.settings;
    return {
      shards,
      summary: { images, nearGrey, size },
      headline: `${images} images of ${size} × ${size} in Lab, ${nearGrey} near-grey`,
      details: await describeUndecodable(shards, context),
    };
  },
});

/** Photos whose images are black, as they could not be decoded after all. */
async function describeUndecodable(
  shards: readonly Shard[],
  { artefact, read }: StageContext<ConvertSettings>,
): Promise<readonly string[]> {
  const ids = shards.flatMap(({ facts }) => String(facts?.['undecodable'] ?? '').split(' ')).filter(Boolean);
  if (ids.length === 0) return [];
  const { photo, path } = photosTable.decode(await read(artefact('ingest').shard('photos')));
  return ids.map((id) => `left out ${path[photo.indexOf(id)]}: it cannot be decoded at this size`);
}

async function planShards(context: StageContext<ConvertSettings>): Promise<readonly ShardSpec[]> {
  const { settings, artefact, read, before } = context;
  const photos = photosTable.decode(await read(artefact('ingest').shard('photos')));
  const files = await locatePhotos(context);
  // A path that is listed twice for one photo is a duplicate; the first one is kept.
  const paths = new Map(photos.photo.map((id, i) => [id, photos.path[i] ?? ''] as const).reverse());
  const { size, nearGrey, photosPerShard } = settings;
  const old = before === null ? null : convertSettings.parse(before.manifest.settings);
  const copies = old?.size === size && old.nearGrey === nearGrey;
  return layOutImages(photos, photosPerShard).map(({ name, ids }) => ({
    name,
    compute: 'convert',
    settings: { size, nearGrey },
    inputs: ids.map((id) => ({ name: id, sha256: id as Digest, path: fileAt(files, paths.get(id) ?? '') })),
    reuse: () => (copies ? reusableShards(name, context) : []),
  }));
}

/** Where the photos lie on this machine, by their path in the source. */
async function locatePhotos(context: StageContext<ConvertSettings>): Promise<ReadonlyMap<string, string>> {
  const { source } = ingestSettings.parse(context.artefact('ingest').manifest.settings);
  const { files } = await openPhotos(source, context);
  return new Map(files.map(({ path, file }) => [path, file]));
}

function fileAt(files: ReadonlyMap<string, string>, path: string): string {
  const file = files.get(path);
  if (file === undefined)
    throw new UserError(`convert: ${path} is gone since ingest listed it; run ingest again`);
  return file;
}
