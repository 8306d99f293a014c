import type { PhotosRows } from '@tintype/records';
import { layOutShards, type ShardLayout } from '@tintype/stage';

import { countInShard } from './count-in-shard.ts';
import type { ConvertSettings } from './schemas/convert.ts';

export const SPLITS = ['train', 'validation', 'test'] as const;

/** The shards of images and of all that is made from them one for one: `train/0110` holds training photos only. */
export function layOutImages(
  { photo, split }: Pick<PhotosRows, 'photo' | 'split'>,
  settings: Pick<ConvertSettings, 'photosPerShard' | 'size'>,
): readonly ShardLayout[] {
  const most = countInShard(settings, split.filter(Boolean).length);
  return SPLITS.flatMap((side) =>
    layOutShards(
      photo.filter((_, i) => split[i] === side),
      most,
    ).map(({ name, ids }) => ({ name: `${side}/${name}`, ids })),
  );
}
