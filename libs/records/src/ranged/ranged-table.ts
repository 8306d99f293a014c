import { type Data, type Field, type Schema, Vector } from 'apache-arrow';
import { Footer } from 'apache-arrow/ipc/metadata/file';

import type { ColumnPlace } from '../check/check-batch.ts';
import { type FileLayout, readLayout } from '../check/check-file.ts';
import { readLater, type ReadPart } from '../check/reading.ts';
import type { Columns, ValuesOf } from '../column.ts';
import { type OpenColumn, openColumn } from '../open-table.ts';
import { fieldOf, type Table, tableName } from '../table.ts';
import type { ColumnValues } from '../tally.ts';
import { readSlice, type Rows } from './ranged-rows.ts';
import { readInBlocks, type ReadRange } from './read-in-blocks.ts';

/** A file that can be read in parts. */
export interface RangedFile {
  readonly size: number;
  /** Bytes `start` to `end`, exclusive. */
  readonly readRange: ReadRange;
}

/** An Arrow file of which only what is looked at is read. */
export interface RangedTable {
  /** The name of our table, undefined for a file of other origin. */
  readonly name: string | undefined;
  readonly rows: number;
  readonly columns: readonly RangedColumn[];
  /** Some columns of some rows as one of our tables; throws unless the file is one of it. */
  readRows<C extends Columns, Key extends keyof C & string>(
    table: Table<C>,
    keys: readonly Key[],
    rows: Rows,
  ): Promise<Pick<ValuesOf<C>, Key>>;
}

export interface RangedColumn extends Omit<OpenColumn, 'values'> {
  /** Of the whole column in the file. */
  readonly bytes: number;
  readRows(rows: Rows): Promise<ColumnValues>;
}

/**
 * Opens an Arrow file by its footer and the heads of its batches, and refuses one that contradicts itself as `openTable`
 * does; texts are checked when they are read. Nothing compares the bytes with a digest. `from` names the file in errors.
 */
export async function openRangedTable({ size, readRange }: RangedFile, from: string): Promise<RangedTable> {
  const read = readInBlocks(readRange, size, from);
  const layout = await readLater(readLayout(size, from), read);
  const { schema } = Footer.decode(layout.footer);
  const opened: Opened = { schema, layout, read, from };
  return {
    name: tableName(schema),
    rows: layout.batches.reduce((total, batch) => total + batch.rows, 0),
    columns: schema.fields.map((field, index) => rangedColumn(opened, field, index)),
    readRows: (table, keys, rows) => readRowsOf(opened, table, keys, rows),
  };
}

interface Opened {
  readonly schema: Schema;
  readonly layout: FileLayout;
  readonly read: ReadPart;
  readonly from: string;
}

function rangedColumn(opened: Opened, field: Field, index: number): RangedColumn {
  const { values: _, ...description } = openColumn(field, () => null, opened.from);
  const places = opened.layout.batches.flatMap(({ columns }) => columns?.slice(index, index + 1) ?? []);
  return {
    ...description,
    bytes: places.reduce((total, place) => total + bytesOf(place), 0),
    readRows: async (rows) => {
      const chunks = await readChunks(opened, index, rows);
      return openColumn(
        field,
        () => (chunks.length > 0 ? new Vector([...chunks]) : null),
        opened.from,
      ).values();
    },
  };
}

async function readRowsOf<C extends Columns, Key extends keyof C & string>(
  opened: Opened,
  table: Table<C>,
  keys: readonly Key[],
  rows: Rows,
): Promise<Pick<ValuesOf<C>, Key>> {
  const { schema, from } = opened;
  table.check(schema, from);
  const entries = keys.map(async (key) => {
    const place = `${from}: ${table.name}.${key}`;
    const field = fieldOf(schema, key, place);
    const chunks = await readChunks(opened, schema.fields.indexOf(field), rows);
    if (chunks.some(({ nullCount }) => nullCount > 0)) throw new Error(`${place}: expected no nulls`);
    return [key, table.columns[key]?.decode(field, chunks, place)] as const;
  });
  // Each value came from its own key's column, which the compiler cannot follow through the loop.
  return Object.fromEntries(await Promise.all(entries)) as Pick<ValuesOf<C>, Key>;
}

/** A column of those rows, a chunk for each batch that has some of them. */
async function readChunks(
  { schema, layout, read, from }: Opened,
  index: number,
  rows: Rows,
): Promise<readonly Data[]> {
  const field = schema.fields[index];
  if (field === undefined) throw new Error(`Internal error: ${from}: expected a column ${index}`);
  const slices: Promise<Data>[] = [];
  let first = 0;
  for (const batch of layout.batches) {
    const own = { start: Math.max(0, rows.start - first), end: Math.min(batch.rows, rows.end - first) };
    first += batch.rows;
    if (own.start >= own.end) continue;
    const place = batch.columns?.[index];
    if (place === undefined) throw new Error(`${from}: ${field.name}: ${UNKNOWN}`);
    slices.push(readLater(readSlice(field, place, own, from), read));
  }
  return Promise.all(slices);
}

const UNKNOWN = 'beside it is a column of a type that Tintype does not write; read the whole file instead';

function bytesOf(place: ColumnPlace): number {
  switch (place.kind) {
    case 'values':
      return place.validity.length + place.values.length;
    case 'text':
      return place.validity.length + place.ends.length + place.bytes.length;
    case 'list':
      return place.validity.length + bytesOf(place.item);
    default:
      return place satisfies never;
  }
}
