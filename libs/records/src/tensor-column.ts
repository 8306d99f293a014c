import { DataType, Field, FixedSizeList, makeData } from 'apache-arrow';

import type { Column } from './column.ts';
import {
  NUMBER_FORMATS,
  type NumberArray,
  type NumberFormat,
  type NumberFormatName,
  sameType,
} from './number-format.ts';

/** Rows of equal shape, one behind the other: `data` is [rows, ...shape]. */
export interface Tensor<A extends NumberArray = NumberArray> {
  readonly data: A;
  /** The shape of one row. */
  readonly shape: readonly number[];
}

type ArrayOf<F extends NumberFormatName> =
  (typeof NUMBER_FORMATS)[F] extends NumberFormat<infer A> ? A : never;

/**
 * A column of tensors with named axes. The shape belongs to the file, not to the table: files of different recipes
 * may differ. Stored as Arrow's canonical extension `arrow.fixed_shape_tensor`, row-major
 * (https://arrow.apache.org/docs/format/CanonicalExtensions.html#fixed-shape-tensor).
 */
export function tensor<F extends NumberFormatName>(
  formatName: F,
  ...axes: readonly string[]
): Column<Tensor<ArrayOf<F>>, Tensor<ArrayOf<F>>>;
export function tensor(formatName: NumberFormatName, ...axes: readonly string[]): Column<Tensor, Tensor> {
  return tensorOf(NUMBER_FORMATS[formatName], axes);
}

function tensorOf(format: NumberFormat<NumberArray>, axes: readonly string[]): Column<Tensor, Tensor> {
  return {
    label: `${format.name} [${axes.join(', ')}]`,
    encode: ({ data, shape }, place) => {
      const length = tensorRows(data, shape, axes, place);
      const type = new FixedSizeList(sizeOf(shape), new Field('item', format.type, false));
      const child = format.wrap(format.fit(data, place));
      return {
        type,
        metadata: tensorMetadata(shape, axes),
        data: makeData({ type, length, nullCount: 0, child }),
      };
    },
    accepts: ({ type, metadata }) =>
      DataType.isFixedSizeList(type) &&
      sameType(type.valueType, format.type) &&
      shapeIn(metadata)?.length === axes.length,
    decode: (field, chunks, place) => {
      const children = chunks.flatMap((chunk) => chunk.children.slice(0, 1));
      return { data: format.join(children), shape: tensorShape(field, place) };
    },
  };
}

/** How many rows `data` holds; throws unless it holds whole rows of the shape. */
function tensorRows(
  data: NumberArray,
  shape: readonly number[],
  axes: readonly string[],
  place: string,
): number {
  if (shape.length !== axes.length || !shape.every((n) => Number.isInteger(n) && n > 0)) {
    throw new RangeError(
      `${place}: expected a shape of ${axes.length} whole numbers [${axes.join(', ')}], got [${shape.join(', ')}]`,
    );
  }
  const rows = data.length / sizeOf(shape);
  if (Number.isInteger(rows)) return rows;
  throw new RangeError(
    `${place}: expected whole rows of ${shape.join('×')} = ${sizeOf(shape)} values, got ${data.length} values`,
  );
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, n) => size * n, 1);
}

const NAME = 'ARROW:extension:name';
const METADATA = 'ARROW:extension:metadata';

function tensorMetadata(shape: readonly number[], axes: readonly string[]): Map<string, string> {
  return new Map([
    [NAME, 'arrow.fixed_shape_tensor'],
    [METADATA, JSON.stringify({ shape, dim_names: axes })],
  ]);
}

/** The shape of one row of a tensor field; throws when its metadata does not fit its list. */
export function tensorShape({ type, metadata }: Field, place: string): readonly number[] {
  const shape = shapeIn(metadata);
  const size = DataType.isFixedSizeList(type) ? type.listSize : 0;
  if (shape && sizeOf(shape) === size) return shape;
  throw new Error(
    `${place}: expected arrow.fixed_shape_tensor metadata for ${size} values, got ${metadata.get(METADATA)}`,
  );
}

/** The names of a tensor field's axes, none when the file gives none. */
export function tensorAxes({ metadata }: Field): readonly string[] {
  const names: unknown = parsedMetadata(metadata)['dim_names'];
  return Array.isArray(names) ? names.map(String) : [];
}

function shapeIn(metadata: ReadonlyMap<string, string>): readonly number[] | undefined {
  const shape: unknown = parsedMetadata(metadata)['shape'];
  return Array.isArray(shape) ? shape.map(Number) : undefined;
}

function parsedMetadata(metadata: ReadonlyMap<string, string>): Readonly<Record<string, unknown>> {
  const parsed: unknown = JSON.parse(metadata.get(METADATA) || '{}');
  return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {};
}
