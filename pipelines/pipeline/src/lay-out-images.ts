import type { PhotosRows } from '@tintype/records';
import { layOutShards, type ShardLayout } from '@tintype/stage';
import type { DigestList } from '@tintype/store';

import { countInShard } from './count-in-shard.ts';
import type { ConvertSettings } from './schemas/convert.ts';

export const SPLITS = ['train', 'validation', 'test'] as const;

/**
 * The shards of images and of all that is made from them one for one, with the rows of their photos: `train/0110` holds
 * training photos only.
 */
export function layOutImages(
  ids: DigestList,
  { split }: Pick<PhotosRows, 'split'>,
  settings: Pick<ConvertSettings, 'photosPerShard' | 'size'>,
): readonly ShardLayout[] {
  const most = countInShard(settings, split.filter(Boolean).length);
  return SPLITS.flatMap((side) =>
    layOutShards(ids, most, (row) => split[row] === side).map(({ name, rows }) => ({
      name: `${side}/${name}`,
      rows,
    })),
  );
}
