import { type RangedTally, type TallyProgress, tallyRangedColumn } from '@tintype/records';
import { FILES_AT_ONCE, mapConcurrently } from '@tintype/store/neutral';

import type { ShardedTable } from './sharded-table.ts';

/** Counts a column through all shards of a table, as `tintype inspect` does. */
export async function tallyShards(
  table: ShardedTable,
  name: string,
  progress: TallyProgress,
): Promise<RangedTally> {
  const parts = await mapConcurrently(table.shards, FILES_AT_ONCE, async (shard) => {
    const column = (await table.open(shard)).columns.find((one) => one.name === name);
    if (column !== undefined) return { column, rows: shard.rows };
    throw new Error(`${shard.name}: expected a column ${name}, as the other shards of ${table.name} have`);
  });
  const found = await tallyRangedColumn(parts, progress);
  if (found === null) throw new Error(`${table.name}: there are no rows to count`);
  return found;
}
