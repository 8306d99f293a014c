/** The rows of one shard: all whose id starts with the bits in its name. */
export interface ShardLayout {
  /** Bits of the common prefix, such as `0110`; `all` when there is but one shard. */
  readonly name: string;
  /** Sorted. */
  readonly ids: readonly string[];
}

/**
 * Groups ids (hex sha256) into shards of at most `maxRows` by their leading bits: a shard that would be larger is
 * split by the next bit. So the layout is a function of the set of ids alone, and one id more or less touches one
 * shard (or splits or joins one).
 */
export function layOutShards(ids: readonly string[], maxRows: number): readonly ShardLayout[] {
  return divide('', [...new Set(ids)].sort(), maxRows);
}

/** Whether the shard of this name holds the row of an id, if any shard does. */
export function belongsTo(id: string, name: string): boolean {
  return name === 'all' || Array.from(name, Number).every((bit, index) => bitAt(id, index) === bit);
}

function divide(prefix: string, ids: readonly string[], maxRows: number): readonly ShardLayout[] {
  if (ids.length === 0) return [];
  if (ids.length <= maxRows) return [{ name: prefix === '' ? 'all' : prefix, ids }];
  const one = ids.findIndex((id) => bitAt(id, prefix.length) === 1);
  const border = one < 0 ? ids.length : one;
  return [
    ...divide(`${prefix}0`, ids.slice(0, border), maxRows),
    ...divide(`${prefix}1`, ids.slice(border), maxRows),
  ];
}

/** Sorted hex strings have their bits in order too, so each half of a range is a range. */
function bitAt(id: string, index: number): number {
  const digit = Number.parseInt(id.charAt(index >> 2), 16);
  return (digit >> (3 - (index & 3))) & 1;
}
