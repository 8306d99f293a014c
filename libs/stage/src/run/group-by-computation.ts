import type { Fingerprint, Shard } from '@tintype/store';

/** Shards by the computation that gave them, each list in their order. */
export function groupByComputation(shards: readonly Shard[]): ReadonlyMap<Fingerprint, readonly Shard[]> {
  const groups = new Map<Fingerprint, Shard[]>();
  for (const shard of shards) {
    const group = groups.get(shard.fingerprint);
    if (group === undefined) groups.set(shard.fingerprint, [shard]);
    else group.push(shard);
  }
  return groups;
}
