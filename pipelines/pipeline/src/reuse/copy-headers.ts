import type { ReusableInput } from '@tintype/executor';

import { type InspectedPhoto, parseHeaders } from '../ingest/photo-rows.ts';

/** What older shards of headers say of these photos. */
export async function copyHeaders(
  ids: readonly string[],
  shards: readonly ReusableInput[],
): Promise<ReadonlyMap<string, InspectedPhoto>> {
  const wanted = new Set(ids);
  const copied = new Map<string, InspectedPhoto>();
  for (const shard of shards) {
    const bytes = await shard.readIfIntact();
    const headers = bytes === null ? [] : parseHeaders(bytes);
    for (const header of headers) if (wanted.has(header.photo)) copied.set(header.photo, header);
  }
  return copied;
}
