import {
  type ColumnValues,
  openRangedTable,
  type RangedTable,
  type Rows,
  type RowsOf,
  type Table,
} from '@tintype/records';
import { readShard } from '@tintype/stage/read-shard';
import type { Shard } from '@tintype/store/neutral';

import { readBlob, readBlobRange } from './blobs.ts';

/** The shards of an artefact that are one table, of which only what is looked at is loaded. */
export interface ShardedTable {
  readonly name: string;
  readonly shards: readonly Shard[];
  readonly rows: number;
  /** The file of a shard; opened once. */
  open(shard: Shard): Promise<RangedTable>;
  /** The file that has a row, and the row's place in it. */
  openRow(row: number): Promise<{ readonly file: RangedTable; readonly row: number }>;
  /** Columns of rows through all shards, by their names. */
  readColumns(names: readonly string[], rows: Rows): Promise<ReadonlyMap<string, readonly Cell[]>>;
}

/** A value as a table shows it. */
export type Cell = string | number;

/** `onBytes` hears what each range loads. */
export function openShards(
  name: string,
  shards: readonly Shard[],
  signal: AbortSignal,
  onBytes: (more: number) => void = () => {},
): ShardedTable {
  const opened = new Map<string, Promise<RangedTable>>();
  const open = (shard: Shard): Promise<RangedTable> => {
    const known = opened.get(shard.name);
    if (known) return known;
    const readRange = (start: number, end: number) =>
      readBlobRange(shard.sha256, { start, end }, signal, onBytes);
    const table = openRangedTable({ size: shard.bytes, readRange }, shard.name).then((found) =>
      refuseOtherRows(found, shard),
    );
    opened.set(shard.name, table);
    table.catch(() => opened.delete(shard.name)); // so that it is tried again
    return table;
  };
  return {
    name,
    shards,
    rows: shards.reduce((total, { rows }) => total + rows, 0),
    open,
    openRow: async (at) => {
      const { shard, row } = findRow(shards, at);
      return { file: await open(shard), row };
    },
    readColumns: (names, rows) => readColumns(shards, open, names, rows),
  };
}

/** Whole shards of one of our tables, their digests compared, in their order. For tables that are small. */
export async function readWhole<T extends Table>(
  table: T,
  shards: readonly Shard[],
  signal: AbortSignal,
): Promise<readonly RowsOf<T>[]> {
  const files = { readBlob: (digest: Shard['sha256']) => readBlob(digest, signal) };
  return Promise.all(
    shards.map(async (shard) => table.decode(await readShard(shard, files), shard.name) as RowsOf<T>),
  );
}

function refuseOtherRows(table: RangedTable, { name, rows }: Shard): RangedTable {
  if (table.rows === rows) return table;
  throw new Error(
    `${name}: expected ${rows} rows as in its manifest, got ${table.rows}; run "npx tintype verify --repair"`,
  );
}

function findRow(shards: readonly Shard[], row: number): { readonly shard: Shard; readonly row: number } {
  let first = 0;
  for (const shard of shards) {
    if (row < first + shard.rows) return { shard, row: row - first };
    first += shard.rows;
  }
  throw new RangeError(`expected a row from 0 to ${first - 1}, got ${row}`);
}

async function readColumns(
  shards: readonly Shard[],
  open: (shard: Shard) => Promise<RangedTable>,
  names: readonly string[],
  { start, end }: Rows,
): Promise<ReadonlyMap<string, readonly Cell[]>> {
  const found = new Map<string, Cell[]>(names.map((name) => [name, []]));
  let first = 0;
  for (const shard of shards) {
    const own = { start: Math.max(0, start - first), end: Math.min(shard.rows, end - first) };
    first += shard.rows;
    if (own.start >= own.end) continue;
    const { columns } = await open(shard);
    const read = columns.filter(({ name }) => found.has(name));
    const values = await Promise.all(read.map(async (column) => column.readRows(own)));
    for (const [i, { name }] of read.entries())
      for (const cell of cellsOf(values[i])) found.get(name)?.push(cell); // more than a call takes as arguments
  }
  return found;
}

function cellsOf(values: ColumnValues | undefined): Iterable<Cell> {
  return values?.kind === 'text' ? values.values : (values?.data ?? []);
}
