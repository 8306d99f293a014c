import { readFile } from 'node:fs/promises';

import {
  computeStatistics,
  mergeTallies,
  type OpenColumn,
  type OpenTable,
  openTable,
  type Statistics,
  type Tally,
  tallyColumn,
} from '@tintype/records';

/** One Arrow file of a table. */
export interface TableFile {
  readonly name: string;
  readonly path: string;
  readonly bytes: number;
  readonly rows: number;
}

/** What is wanted to be known of a table beside its schema. */
export interface Question {
  /** A column whose statistics are wanted. */
  readonly column: string | undefined;
  /** How many of the first rows are wanted. */
  readonly rows: number;
}

export interface ColumnReport {
  readonly name: string;
  readonly type: string;
  readonly shape: readonly number[];
  readonly axes: readonly string[];
  /** What the file says of the column's values; null where it says nothing. */
  readonly description: string | null;
  readonly unit: string | null;
  readonly statistics?: Statistics;
}

/** A table as `inspect --json` prints it. */
export interface TableReport {
  readonly table: string | null;
  readonly rows: number;
  readonly bytes: number;
  readonly columns: readonly ColumnReport[];
  readonly firstRows?: readonly Readonly<Record<string, Cell>>[];
  readonly shards: readonly TableFile[];
}

/** A value of a row; of a tensor what it holds in short. */
export type Cell = string | number | null | TensorCell;

export interface TensorCell {
  readonly shape: readonly number[];
  readonly min: number;
  readonly max: number;
  readonly mean: number;
}

/** Looks into the files of one table: all of them only when statistics are wanted. */
export async function reportTable(files: readonly TableFile[], question: Question): Promise<TableReport> {
  const [first] = files;
  if (!first) throw new Error('Internal error: expected at least one file of a table');
  const table = await openFile(first);
  const statistics = await columnStatistics(files, table, question.column);
  return {
    table: table.name ?? null,
    rows: sum(files.map(({ rows }) => rows)),
    bytes: sum(files.map(({ bytes }) => bytes)),
    columns: table.columns.map(({ name, type, shape, axes, description, unit }) => ({
      name,
      type,
      shape,
      axes,
      description,
      unit,
      ...(name === question.column && statistics ? { statistics } : {}),
    })),
    ...(question.rows > 0 ? { firstRows: await firstRows(files, question.rows) } : {}),
    shards: files,
  };
}

async function openFile({ path }: Pick<TableFile, 'path'>): Promise<OpenTable> {
  return openTable(await readFile(path), path);
}

/** The file at a path as the only file of its table. */
export async function tableFileAt(path: string, name: string): Promise<TableFile> {
  const bytes = await readFile(path);
  return { name, path, bytes: bytes.length, rows: openTable(bytes, name).rows };
}

async function columnStatistics(
  files: readonly TableFile[],
  table: OpenTable,
  name: string | undefined,
): Promise<Statistics | undefined> {
  if (!table.columns.some((column) => column.name === name)) return undefined;
  let tally: Tally | undefined;
  for (const file of files) {
    const column = (await openFile(file)).columns.find((candidate) => candidate.name === name);
    if (!column) throw new Error(`${file.path}: expected a column ${name}, as in ${files[0]?.path}`);
    const more = tallyColumn(column);
    tally = tally ? mergeTallies(tally, more) : more;
  }
  return tally && computeStatistics(tally);
}

async function firstRows(files: readonly TableFile[], wanted: number): Promise<Record<string, Cell>[]> {
  const rows: Record<string, Cell>[] = [];
  for (const file of files) {
    if (rows.length >= wanted) break;
    const table = await openFile(file);
    const columns = table.columns.map((column) => [column.name, cellsOf(column)] as const);
    const count = Math.min(table.rows, wanted - rows.length);
    for (let row = 0; row < count; row++) {
      rows.push(Object.fromEntries(columns.map(([name, cell]) => [name, cell(row)])));
    }
  }
  return rows;
}

function cellsOf(column: OpenColumn): (row: number) => Cell {
  const values = column.values();
  if (values.kind === 'text') return (row) => values.values[row] ?? null;
  const { data } = values;
  if (column.shape.length === 0) return (row) => finite(data[row]);
  const size = column.shape.reduce((product, n) => product * n, 1);
  return (row) => tensorCell(data.subarray(row * size, (row + 1) * size), column.shape);
}

function tensorCell(data: ArrayLike<number> & Iterable<number>, shape: readonly number[]): TensorCell {
  let [min, max, total] = [Infinity, -Infinity, 0];
  for (const value of data) {
    min = Math.min(min, value);
    max = Math.max(max, value);
    total += value;
  }
  return { shape, min, max, mean: total / data.length };
}

/** JSON knows no NaN. */
function finite(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
