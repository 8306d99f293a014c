import { BufferType, Data, type DataType, type Field } from 'apache-arrow';

import { checkEnds, type ColumnPlace, viewOf } from '../check/check-batch.ts';
import { explained } from '../check/check-file.ts';
import { type Part, type Reading, readPart } from '../check/reading.ts';

/** Rows `start` to `end`, exclusive. */
export interface Rows {
  readonly start: number;
  readonly end: number;
}

/** Reads those rows of a column of a batch, and what of its texts nothing has checked yet is checked. */
export function readSlice(
  { name, type }: Field,
  place: ColumnPlace,
  rows: Rows,
  from: string,
): Reading<Data> {
  return explained(from, sliceOf(type, place, rows, name));
}

function* sliceOf(type: DataType, place: ColumnPlace, rows: Rows, name: string): Reading<Data> {
  const count = rows.end - rows.start;
  const [known, nulls] = yield* readNulls(place, rows);
  switch (place.kind) {
    case 'values': {
      const values = yield* readValues(type, place.values, place.bits, rows);
      return new Data(type, 0, count, nulls, { ...known, [BufferType.DATA]: values });
    }
    case 'text': {
      const texts = yield* readTexts(place, rows, name);
      return new Data(type, 0, count, nulls, { ...known, ...texts });
    }
    case 'list': {
      const items = { start: rows.start * place.size, end: rows.end * place.size };
      const item = type.children[0]?.type;
      if (!item) throw new Error(`${name}: expected a list, got ${type}`);
      const child = yield* sliceOf(item, place.item, items, name);
      return new Data(type, 0, count, nulls, known, [child]);
    }
    default:
      return place satisfies never;
  }
}

function* readValues(
  type: DataType,
  { position }: Part,
  bits: number,
  { start, end }: Rows,
): Reading<ArrayBufferView> {
  if (bits < 8) return yield* readBits(position, { start, end });
  const bytes = yield* readPart(position + (start * bits) / 8, ((end - start) * bits) / 8);
  return new type.ArrayType(aligned(bytes));
}

/** Bits of these rows, the first one first. */
function* readBits(position: number, { start, end }: Rows): Reading<Uint8Array> {
  const first = Math.floor(start / 8);
  const packed = yield* readPart(position + first, Math.ceil(end / 8) - first);
  const bits = new Uint8Array(Math.ceil((end - start) / 8));
  for (let i = 0; i < end - start; i++) {
    const at = start - 8 * first + i;
    const bit = ((packed[at >> 3] ?? 0) >> (at & 7)) & 1;
    bits[i >> 3] = (bits[i >> 3] ?? 0) | (bit << (i & 7));
  }
  return bits;
}

function* readNulls({ nulls, validity }: ColumnPlace, rows: Rows): Reading<readonly [object, number]> {
  if (nulls === 0) return [{}, 0];
  const bits = yield* readBits(validity.position, rows);
  const count = rows.end - rows.start;
  let valid = 0;
  for (let i = 0; i < count; i++) valid += ((bits[i >> 3] ?? 0) >> (i & 7)) & 1;
  return valid === count ? [{}, 0] : [{ [BufferType.VALIDITY]: bits }, count - valid];
}

/** Texts with their ends, counted from the first byte of the first one. */
function* readTexts(
  { ends: at, bytes }: Extract<ColumnPlace, { kind: 'text' }>,
  { start, end }: Rows,
  name: string,
): Reading<object> {
  if (end === start) return { [BufferType.OFFSET]: new Int32Array(1), [BufferType.DATA]: new Uint8Array() };
  const part = yield* readPart(at.position + 4 * start, 4 * (end - start + 1));
  checkEnds(part, bytes.length, name, start);
  const view = viewOf(part);
  const first = view.getInt32(0, true);
  const ends = Int32Array.from({ length: end - start + 1 }, (_, i) => view.getInt32(4 * i, true) - first);
  const texts = yield* readPart(bytes.position + first, ends[end - start] ?? 0);
  return { [BufferType.OFFSET]: ends, [BufferType.DATA]: texts };
}

/** Alone in their memory, so that they can be looked at as numbers of any size. */
function aligned(bytes: Uint8Array): ArrayBufferLike {
  const isAlone = bytes.byteOffset === 0 && bytes.byteLength === bytes.buffer.byteLength;
  return isAlone ? bytes.buffer : new Uint8Array(bytes).buffer;
}
