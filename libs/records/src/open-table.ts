import { type Data, DataType, type Field, type Vector } from 'apache-arrow';

import { checkArrowBytes } from './check/check-file.ts';
import { readIpcFile } from './ipc-file.ts';
import { type Meaning, readMeaning } from './meaning.ts';
import { NUMBER_FORMATS, type NumberArray, type NumberFormat, sameType } from './number-format.ts';
import { bool, id, text } from './scalar-columns.ts';
import { tableName } from './table.ts';
import { type ColumnValues, computeStatistics, type Statistics, type Tally, tallyValues } from './tally.ts';
import { tensorAxes, tensorShape } from './tensor-column.ts';

/** An Arrow file of any table, ours or not, opened for looking into it. */
export interface OpenTable {
  /** The name of our table, undefined for a file of other origin. */
  readonly name: string | undefined;
  readonly rows: number;
  readonly columns: readonly OpenColumn[];
}

export interface OpenColumn extends Meaning {
  /** As the file has it: near_grey. */
  readonly name: string;
  /** The type of the column, of a tensor the type of its values. */
  readonly type: string;
  /** The shape of one row; empty unless the column is a tensor. */
  readonly shape: readonly number[];
  /** The names of the axes, as far as the file gives them. */
  readonly axes: readonly string[];
  values(): ColumnValues;
}

/** Opens an Arrow file of any table; columns are read when asked for. `from` names the file in errors. */
export function openTable(bytes: Uint8Array, from: string): OpenTable {
  checkArrowBytes(bytes, from);
  const file = readIpcFile(bytes, from);
  const columns = file.schema.fields.map((field, index) =>
    openColumn(field, () => file.getChildAt(index), from),
  );
  return { name: tableName(file.schema), rows: file.numRows, columns };
}

/** The tally of a column, to be merged with those of other shards. */
export function tallyColumn(column: OpenColumn): Tally {
  return tallyValues(column.values());
}

export interface ColumnDescription extends Omit<OpenColumn, 'values'> {
  readonly statistics: Statistics;
}

export interface TableDescription extends Omit<OpenTable, 'columns'> {
  readonly columns: readonly ColumnDescription[];
}

/** What an Arrow file holds: its table, rows, columns, and statistics of each column. */
export function describeTable(bytes: Uint8Array, from = 'Arrow file'): TableDescription {
  const { columns, ...table } = openTable(bytes, from);
  const described = columns.map((column) => {
    const { values: _, ...schema } = column;
    return { ...schema, statistics: computeStatistics(tallyColumn(column)) };
  });
  return { ...table, columns: described };
}

/** A column by its field; its values are read when they are asked for. */
export function openColumn(field: Field, vector: () => Vector | null, from: string): OpenColumn {
  const { type } = field;
  const place = `${from}: ${field.name}`;
  const own = { name: field.name, ...readMeaning(field) };
  const format = formatOf(type);
  const chunks = (): readonly Data[] => vector()?.data ?? [];
  if (format) {
    const values = (): ColumnValues => numbersOrText(format, chunks(), vector());
    return { ...own, type: format.name, shape: [], axes: [], values };
  }
  const items = DataType.isFixedSizeList(type) ? formatOf(type.valueType) : undefined;
  if (items) {
    const children = (): Data[] => chunks().flatMap(({ children }) => children.slice(0, 1));
    const shape = tensorShape(field, place);
    const values = (): ColumnValues => ({ kind: 'numbers', data: items.join(children()) });
    return { ...own, type: items.name, shape, axes: tensorAxes(field), values };
  }
  return textColumn(field, vector, place);
}

function formatOf(type: DataType): NumberFormat<NumberArray> | undefined {
  return Object.values<NumberFormat<NumberArray>>(NUMBER_FORMATS).find((format) =>
    sameType(format.type, type),
  );
}

function numbersOrText(
  format: NumberFormat<NumberArray>,
  chunks: readonly Data[],
  vector: Vector | null,
): ColumnValues {
  if (chunks.some(({ nullCount }) => nullCount > 0)) return { kind: 'text', values: textsOf(vector) };
  return { kind: 'numbers', data: format.join(chunks) };
}

function textColumn(field: Field, vector: () => Vector | null, place: string): OpenColumn {
  const known = [id(), text(), bool()].find((column) => column.accepts(field));
  const values = (): readonly string[] => {
    const column = vector();
    if (!known || !column || column.nullCount > 0) return textsOf(column);
    return known.decode(field, column.data, place).map(String);
  };
  return {
    name: field.name,
    ...readMeaning(field),
    type: known?.label ?? String(field.type),
    shape: [],
    axes: [],
    values: () => ({ kind: 'text', values: values() }),
  };
}

function textsOf(vector: Vector | null): readonly string[] {
  return Array.from(vector ?? [], String);
}
