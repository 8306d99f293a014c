import { mergeTallies, type RangedTally, type TallyProgress, tallyRangedColumn } from '@tintype/records';

import type { ShardedTable } from './sharded-table.ts';

export type ColumnTally = RangedTally;

/** Counts a column through all shards of a table, as `tintype inspect` does. */
export async function tallyShards(
  table: ShardedTable,
  name: string,
  { onRows = () => {}, signal }: TallyProgress,
): Promise<ColumnTally> {
  const found: RangedTally[] = [];
  let before = 0;
  for (const shard of table.shards) {
    const column = (await table.open(shard)).columns.find((one) => one.name === name);
    if (column === undefined)
      throw new Error(`${shard.name}: expected a column ${name}, as the other shards of ${table.name} have`);
    const progress = { onRows: (done: number) => onRows(before + done), ...(signal && { signal }) };
    const own = await tallyRangedColumn(column, shard.rows, progress);
    if (own !== null) found.push(own);
    before += shard.rows;
  }
  const [first, ...others] = found;
  if (first === undefined) throw new Error(`${table.name}: there are no rows to count`);
  return {
    tally: others.reduce((sum, { tally }) => mergeTallies(sum, tally), first.tally),
    sample: sampleOf(found.map(({ sample }) => sample)),
  };
}

/** As many of each as it has of all. */
function sampleOf(samples: readonly Float64Array[]): Float64Array {
  const stride = samples.length;
  return Float64Array.from(samples.flatMap((sample) => [...sample].filter((_, i) => i % stride === 0)));
}
