import type { ShardInput } from '@tintype/executor';
import { imagesTable } from '@tintype/records';
import { readIfThere } from '@tintype/store';

import { isIntact } from './read-intact.ts';

/**
 * Copies images out of older shards, each to where it belongs: `imageAt(i)` is the place of the photo `ids[i]`,
 * [size, size, 3]. Of a shard that is gone or damaged nothing is taken.
 *
 * @returns the rows that were copied
 */
export async function copyImages(
  ids: readonly string[],
  shards: readonly ShardInput[],
  imageAt: (row: number) => Float32Array,
): Promise<ReadonlySet<number>> {
  const copied = new Set<number>();
  for (const shard of shards) {
    if (copied.size === ids.length) break;
    const bytes = await readIfThere(shard.path);
    const images = bytes && decodeUndamaged(bytes, shard);
    if (bytes === null || images === null) continue;
    const { photo, lab } = images;
    const wanted = [...photo.entries()].flatMap(([from, id]) => {
      const row = ids.indexOf(id);
      return row < 0 || copied.has(row) ? [] : [{ from, row }];
    });
    if (wanted.length === 0 || !isIntact(bytes, shard)) continue; // in this order, as hashing is what takes long
    const values = lab.data.length / photo.length;
    for (const { from, row } of wanted) {
      imageAt(row).set(lab.data.subarray(from * values, (from + 1) * values));
      copied.add(row);
    }
  }
  return copied;
}

/** Null for bytes that damage has made unreadable. */
function decodeUndamaged(bytes: Uint8Array, shard: ShardInput) {
  try {
    return imagesTable.decode(bytes, shard.name);
  } catch (error) {
    if (isIntact(bytes, shard)) throw error;
    return null;
  }
}
