import type { ConvertSettings } from './schemas/convert.ts';

/** Shards of images that a run should not exceed by far: what holds lists of them grows no more from here on. */
const MANY_SHARDS = 4096;

/** Of a shard, which a thread holds in memory. */
const MOST_BYTES = 67_108_864;

/** L, a and b in float32. */
const BYTES_PER_PIXEL = 12;

/**
 * How many images a shard has at most: `photosPerShard`, and twice as many again and again as long as `images`, ≥ 0,
 * would make more than some four thousand shards and a shard stays below 64 MiB. With the default of 4 it grows from
 * 16,385 photos on. It is a function of their number alone, so that shards stay as they are between two doublings.
 */
export function countInShard(
  { photosPerShard, size }: Pick<ConvertSettings, 'photosPerShard' | 'size'>,
  images: number,
): number {
  let count = photosPerShard;
  while (images > MANY_SHARDS * count && 2 * count * size * size * BYTES_PER_PIXEL <= MOST_BYTES) count *= 2;
  return count;
}
