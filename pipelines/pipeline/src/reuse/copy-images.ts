import type { ReusableInput } from '@tintype/executor';
import { imagesTable } from '@tintype/records';

/**
 * Copies images out of older shards, each to where it belongs: `imageAt(i)` is the place of the photo `ids[i]`,
 * [size, size, 3]. Of a shard that is gone or damaged nothing is taken.
 *
 * @returns the rows that were copied
 */
export async function copyImages(
  ids: readonly string[],
  shards: readonly ReusableInput[],
  imageAt: (row: number) => Float32Array,
): Promise<ReadonlySet<number>> {
  const copied = new Set<number>();
  for (const shard of shards) {
    const missing = new Map(ids.flatMap((id, row) => (copied.has(row) ? [] : [[id, row] as const])));
    if (missing.size === 0) break;
    const bytes = await shard.readIfIntact((unverified) => mayHold(missing, unverified));
    if (bytes === null) continue;
    const { photo, lab } = imagesTable.decode(bytes, shard.name);
    const values = lab.data.length / photo.length;
    for (const [from, id] of photo.entries()) {
      const row = missing.get(id);
      if (row === undefined) continue;
      imageAt(row).set(lab.data.subarray(from * values, (from + 1) * values));
      copied.add(row);
    }
  }
  return copied;
}

/** Whether it holds a wanted photo. Bytes that damage has made unreadable may: their hash tells damage from a fault of ours. */
function mayHold(wanted: ReadonlyMap<string, number>, bytes: Uint8Array): boolean {
  try {
    return imagesTable.decode(bytes).photo.some((id) => wanted.has(id));
  } catch {
    return true;
  }
}
