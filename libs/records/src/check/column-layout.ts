import type { FlatTable } from './flat-table.ts';

/** What a column's batches must have: null for types that Tintype does not write, of which only the bounds are checked. */
export interface Column {
  readonly name: string;
  readonly layout: Layout | null;
}

export type Layout =
  | { readonly kind: 'values'; readonly bits: number }
  | { readonly kind: 'text' }
  | { readonly kind: 'list'; readonly size: number; readonly item: Layout };

const MOST_NESTED = 32;

export function readColumn(field: FlatTable, depth: number): Column {
  if (depth > MOST_NESTED) throw new Error(`columns nested deeper than ${MOST_NESTED}`);
  const children = field.tables(5).map((child) => readColumn(child, depth + 1));
  const name = field.text(0);
  const type = field.table(3);
  const isCoded = field.table(4) !== null;
  const layout = type === null || isCoded ? null : layoutOf(field.int8(2), type, children);
  const metadata = new Map(readPairs(field, 6)); // of every column: Arrow reads as many pairs as a field says it has
  if (layout?.kind === 'list') refuseShape(metadata, layout.size, name);
  return { name, layout };
}

// Members of the union `Type` in Arrow's Schema.fbs.
const INT = 2;
const FLOAT = 3;
const UTF8 = 5;
const BOOL = 6;
const FIXED_BINARY = 15;
const FIXED_LIST = 16;
const FLOAT_BITS = [16, 32, 64];

function layoutOf(kind: number, type: FlatTable, [item]: readonly Column[]): Layout | null {
  switch (kind) {
    case INT:
      return { kind: 'values', bits: positive(type.int32(0), 'bits of a number') };
    case FLOAT:
      return { kind: 'values', bits: positive(FLOAT_BITS[type.int16(0)] ?? 0, 'bits of a number') };
    case BOOL:
      return { kind: 'values', bits: 1 };
    case FIXED_BINARY:
      return { kind: 'values', bits: 8 * positive(type.int32(0), 'bytes of a value') };
    case UTF8:
      return { kind: 'text' };
    case FIXED_LIST:
      return item?.layout
        ? { kind: 'list', size: positive(type.int32(0), 'items'), item: item.layout }
        : null;
    default:
      return null;
  }
}

function positive(value: number, what: string): number {
  if (value > 0) return value;
  throw new Error(`expected a number of ${what}, got ${value}`);
}

/** The metadata of a fixed_shape_tensor, if it has any: a shape of whole numbers that gives its items. */
function refuseShape(metadata: ReadonlyMap<string, string>, items: number, name: string): void {
  const text = metadata.get('ARROW:extension:metadata');
  if (text === undefined || text === '') return;
  const { shape }: { readonly shape?: unknown } = Object(JSON.parse(text));
  if (shape === undefined) return;
  const isShape = Array.isArray(shape) && shape.every((n) => Number.isSafeInteger(n) && n > 0);
  const product = isShape ? shape.reduce((size: number, n: number) => size * n, 1) : 0;
  if (product !== items) throw new Error(`${name}: expected a shape of ${items} values, got ${text}`);
}

export function refuseTwice(columns: readonly Column[]): void {
  const names = columns.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new Error(`two columns ${twice}`);
}

/** Metadata; what Arrow reads of them has to lie inside too. */
export function readPairs(
  table: FlatTable,
  field: number,
): readonly (readonly [key: string, value: string])[] {
  return table.tables(field).map((pair) => [pair.text(0), pair.text(1)]);
}
