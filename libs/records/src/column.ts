import type { Data, DataType, Field } from 'apache-arrow';

/** One column as Arrow takes it; `metadata` goes onto its field. */
export interface EncodedColumn {
  readonly type: DataType;
  readonly metadata?: ReadonlyMap<string, string>;
  readonly data: Data;
}

/**
 * How one kind of column is written to Arrow and read back.
 * `place` ("images.lab") is what errors call the column.
 * The functions are methods so that a `Column<string[], string[]>` fits where any column is meant.
 */
export interface Column<Input = unknown, Value = unknown> {
  /** The type as people read it: "float64", "float32 [H, W, C]". */
  readonly label: string;
  encode(input: Input, place: string): EncodedColumn;
  /** Whether a field of a file can be read as this column. */
  accepts(field: Field): boolean;
  /** `chunks` are the column's data, one of each record batch. */
  decode(field: Field, chunks: readonly Data[], place: string): Value;
}

export type Columns = Readonly<Record<string, Column>>;

/** What `encode` takes: one input of each column. */
export type InputsOf<C extends Columns> = {
  readonly [K in keyof C]: C[K] extends Column<infer Input> ? Input : never;
};

/** What `decode` gives: one value of each column. */
export type ValuesOf<C extends Columns> = {
  readonly [K in keyof C]: C[K] extends Column<never, infer Value> ? Value : never;
};
