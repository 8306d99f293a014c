import type { ShardInput } from '@tintype/executor';

import type { InspectedPhoto } from '../stages/ingest.ts';
import { readIntact } from './read-intact.ts';

/** What older shards of headers say of these photos. */
export async function copyHeaders(
  ids: readonly string[],
  shards: readonly ShardInput[],
): Promise<ReadonlyMap<string, InspectedPhoto>> {
  const wanted = new Set(ids);
  const copied = new Map<string, InspectedPhoto>();
  for (const shard of shards) {
    const bytes = await readIntact(shard);
    const headers: readonly InspectedPhoto[] = bytes === null ? [] : JSON.parse(String(bytes)); // as `inspect` wrote it
    for (const header of headers) if (wanted.has(header.photo)) copied.set(header.photo, header);
  }
  return copied;
}
