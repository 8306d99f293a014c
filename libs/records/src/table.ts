import type { TakeBytes } from '@tintype/store/neutral';
import type { Field, Schema, Table as ArrowTable } from 'apache-arrow';
import { z } from 'zod';

import type { Column, Columns, EncodedColumn, InputsOf, ValuesOf } from './column.ts';
import { readIpcFile, writeIpcFile } from './ipc-file.ts';
import type { MeaningfulColumns } from './meaning.ts';

/** A kind of Arrow file: its name, its columns, how to write and read it. */
export interface Table<C extends Columns = Columns, F extends z.ZodObject = z.ZodObject> {
  readonly name: string;
  readonly columns: C;
  /** What planning may know of a file without opening it. */
  readonly facts: F;
  /** The bytes of an Arrow IPC file, in memory that `take` gives. Throws when columns differ in length or a value does not fit. */
  encode(inputs: InputsOf<C>, take?: TakeBytes): Uint8Array;
  /** The columns of a file; numbers are views of `bytes`. `from` names the file in errors. */
  decode(bytes: Uint8Array, from?: string): ValuesOf<C>;
  /** The same of some columns: texts take a hundred bytes each. */
  decodeColumns<K extends keyof C>(
    bytes: Uint8Array,
    keys: readonly K[],
    from?: string,
  ): Pick<ValuesOf<C>, K>;
  /** Throws unless a file with this schema is one of this table. */
  check(schema: Schema, from: string): void;
}

/** What `decode` of a table gives. */
export type RowsOf<T extends Table> = ValuesOf<T['columns']>;

/** What a shard of a table says of itself beside its rows. */
export type FactsOf<T extends Table> = z.output<T['facts']>;

/** The facts of a shard; throws when they are not those of its table. */
export function parseFacts<F extends z.ZodObject>(
  { facts }: { readonly facts: F },
  shard: { readonly name: string; readonly facts?: unknown },
): z.output<F> {
  const parsed = facts.safeParse(shard.facts ?? {});
  if (parsed.success) return parsed.data;
  throw new Error(`Internal error: shard ${shard.name}: facts: ${z.prettifyError(parsed.error)}`);
}

const NO_FACTS = z.strictObject({});

const TABLE = 'tintype.table';
const VERSION = 'tintype.version';

/**
 * Column keys are camelCase here and snake_case in the file, where columns have the order given here. What each column
 * means is written into the file and not asked for when one is read: it says what the numbers are, and changes none.
 */
export function defineTable<C extends MeaningfulColumns>(
  name: string,
  version: number,
  columns: C,
): Table<C, typeof NO_FACTS> {
  const metadata = new Map([
    [TABLE, name],
    [VERSION, String(version)],
  ]);
  const check = (schema: Schema, from: string): void => {
    checkMetadata(schema, metadata, from);
    for (const [key, { accepts, label }] of Object.entries(columns)) {
      const field = fieldOf(schema, key, `${from}: ${name}.${key}`);
      if (!accepts(field)) throw new Error(`${from}: ${name}.${key}: expected ${label}, got ${field.type}`);
    }
  };
  const read = (bytes: Uint8Array, keys: readonly PropertyKey[], from = 'Arrow file'): object => {
    const file = readIpcFile(bytes, from);
    check(file.schema, from);
    const wanted = Object.entries(columns).filter(([key]) => keys.includes(key));
    return Object.fromEntries(
      wanted.map(([key, column]) => [key, decodeColumn(file, [key, column], `${from}: ${name}.${key}`)]),
    );
  };
  return {
    name,
    columns,
    facts: NO_FACTS,
    check,
    encode: (inputs, take) => {
      const encoded = new Map<string, EncodedColumn>();
      for (const [key, column] of Object.entries(columns)) {
        encoded.set(columnName(key), column.encode(inputs[key], `${name}.${key}`));
      }
      refuseUnequal(name, encoded);
      return writeIpcFile(encoded, metadata, take);
    },
    // Each value came from its own key's column, which the compiler cannot follow through the loop.
    decode: (bytes, from) => read(bytes, Object.keys(columns), from) as ValuesOf<C>,
    decodeColumns: (bytes, keys, from) => read(bytes, keys, from) as Pick<ValuesOf<C>, (typeof keys)[number]>,
  };
}

function decodeColumn(file: ArrowTable, [key, column]: readonly [string, Column], place: string): unknown {
  const chunks = file.getChild(columnName(key))?.data ?? [];
  if (chunks.some(({ nullCount }) => nullCount > 0)) throw new Error(`${place}: expected no nulls`);
  return column.decode(fieldOf(file.schema, key, place), chunks, place);
}

/** The table, with what its shards say of themselves. */
export function withFacts<C extends Columns, F extends z.ZodObject>(table: Table<C>, facts: F): Table<C, F> {
  return { ...table, facts };
}

/** The table that a schema says it is one of. */
export function tableName(schema: Schema): string | undefined {
  return schema.metadata.get(TABLE);
}

/** The name in the file of a column's key: nearGrey → near_grey. */
export function columnName(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function checkMetadata(schema: Schema, metadata: ReadonlyMap<string, string>, from: string): void {
  for (const [key, expected] of metadata) {
    const got = schema.metadata.get(key);
    if (got === expected) continue;
    throw new Error(`${from}: expected ${key} ${expected}, got ${got ?? 'none'}: not a file of this table`);
  }
}

/** The field of a column's key. */
export function fieldOf(schema: Schema, key: string, place: string): Field {
  const field = schema.fields.find(({ name }) => name === columnName(key));
  if (field) return field;
  const present = schema.fields.map(({ name }) => name).join(', ');
  throw new Error(`${place}: expected a column ${columnName(key)}, got ${present}`);
}

function refuseUnequal(table: string, columns: ReadonlyMap<string, EncodedColumn>): void {
  const [first, ...others] = [...columns].map(([name, { data }]) => ({ name, rows: data.length }));
  const odd = first && others.find(({ rows }) => rows !== first.rows);
  if (odd) {
    throw new RangeError(
      `${table}.${odd.name}: expected ${first.rows} rows as in ${first.name}, got ${odd.rows}`,
    );
  }
}
