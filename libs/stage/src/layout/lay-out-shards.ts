import type { DigestList } from '@tintype/store';

/** The rows of one shard: all whose id starts with the bits in its name. */
export interface ShardLayout {
  /** Bits of the common prefix, such as `0110`; `all` when there is but one shard. */
  readonly name: string;
  /** Where its ids stand in the list, in the order of the ids. */
  readonly rows: Uint32Array;
}

/**
 * Groups the ids of a list into shards of at most `maxRows` by their leading bits: a shard that would be larger is
 * split by the next bit. So the layout is a function of the set of ids alone, and one id more or less touches one
 * shard (or splits or joins one). Of equal ids the first counts, and of all those for which `isWanted`.
 */
export function layOutShards(
  ids: DigestList,
  maxRows: number,
  isWanted: (row: number) => boolean = () => true,
): readonly ShardLayout[] {
  const sorted = ids.sorted().filter(isWanted);
  const unique = sorted.filter((row, i) => i === 0 || !ids.isEqual(row, sorted[i - 1] ?? row));
  return divide('', unique, ids, maxRows);
}

/** Whether the shard of this name holds the row of an id, if any shard does. */
export function belongsTo(id: string, name: string): boolean {
  return name === 'all' || Array.from(name, Number).every((bit, index) => bitAt(id, index) === bit);
}

/** Sorted ids have their bits in order too, so each half of a range is a range. */
function divide(prefix: string, rows: Uint32Array, ids: DigestList, maxRows: number): readonly ShardLayout[] {
  if (rows.length === 0) return [];
  if (rows.length <= maxRows) return [{ name: prefix === '' ? 'all' : prefix, rows }];
  const border = findBorder(rows, (row) => ids.bitAt(row, prefix.length) === 1);
  return [
    ...divide(`${prefix}0`, rows.subarray(0, border), ids, maxRows),
    ...divide(`${prefix}1`, rows.subarray(border), ids, maxRows),
  ];
}

/** How many rows come before the first that is beyond, as all after it are. */
function findBorder(rows: Uint32Array, isBeyond: (row: number) => boolean): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBeyond(rows[middle] ?? 0)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function bitAt(id: string, index: number): number {
  const digit = Number.parseInt(id.charAt(index >> 2), 16);
  return (digit >> (3 - (index & 3))) & 1;
}
