import type { PhotosRows } from '@tintype/records';
import { layOutShards, type ShardLayout } from '@tintype/stage';

export const SPLITS = ['train', 'validation', 'test'] as const;

/** The shards of images and of all that is made from them one for one: `train/0110` holds training photos only. */
export function layOutImages(
  { photo, split }: Pick<PhotosRows, 'photo' | 'split'>,
  photosPerShard: number,
): readonly ShardLayout[] {
  return SPLITS.flatMap((side) =>
    layOutShards(
      photo.filter((_, i) => split[i] === side),
      photosPerShard,
    ).map(({ name, ids }) => ({ name: `${side}/${name}`, ids })),
  );
}
