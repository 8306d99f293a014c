import { Bool, type Data, DataType, FixedSizeBinary, makeData, Utf8 } from 'apache-arrow';

import type { Column } from './column.ts';
import { NUMBER_FORMATS, type NumberArray, type NumberFormat, sameType } from './number-format.ts';

const ID_BYTES = 32;

/** A sha256 as 64 lower-case hexadecimal digits; `FixedSizeBinary(32)` in the file. */
export function id(): Column<readonly string[], string[]> {
  const type = new FixedSizeBinary(ID_BYTES);
  return {
    label: 'sha256',
    encode: (ids, place) => {
      const data = new Uint8Array(ids.length * ID_BYTES);
      ids.forEach((hex, row) => writeId(hex, data, row, place));
      return { type, data: makeData({ type, length: ids.length, nullCount: 0, data }) };
    },
    accepts: (field) => DataType.isFixedSizeBinary(field.type) && field.type.byteWidth === ID_BYTES,
    decode: (_field, chunks) => chunks.flatMap((chunk) => idsOf(chunk)),
  };
}

function writeId(hex: string, data: Uint8Array, row: number, place: string): void {
  if (!/^[0-9a-f]{64}$/.test(hex)) {
    throw new Error(
      `${place}: row ${row}: expected a sha256 of 64 lower-case hexadecimal digits, got "${hex}"`,
    );
  }
  for (let i = 0; i < ID_BYTES; i++) {
    data[row * ID_BYTES + i] = 16 * digitAt(hex, 2 * i) + digitAt(hex, 2 * i + 1);
  }
}

/** The value of a lower-case hexadecimal digit: a text of each pair would be garbage thrice as large as the id. */
function digitAt(hex: string, index: number): number {
  const code = hex.charCodeAt(index);
  return code < A ? code - ZERO : code - A + 10;
}

/** Codes of the digits 0 and a. */
const [ZERO, A] = [0x30, 0x61];

/** The two digits of each byte as one number, in the order in which this machine keeps its bytes. */
const DIGITS = new Uint16Array(
  new TextEncoder().encode(
    Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0')).join(''),
  ).buffer,
);

/** Pieces of one long text: put together digit by digit, an id would take a kilobyte. */
function idsOf(data: Data): string[] {
  const values: Uint8Array = data.values;
  const digits = new Uint16Array(ID_BYTES * data.length);
  for (let i = 0; i < digits.length; i++) digits[i] = DIGITS[values[i] ?? 0] ?? 0;
  const text = new TextDecoder().decode(digits);
  return Array.from({ length: data.length }, (_, row) =>
    text.slice(2 * ID_BYTES * row, 2 * ID_BYTES * (row + 1)),
  );
}

/** Text; UTF-8 without a dictionary, which every reader knows. */
export function text(): Column<readonly string[], string[]> {
  const type = new Utf8();
  return {
    label: 'text',
    encode: (values) => ({ type, data: makeTextData(type, values) }),
    accepts: (field) => DataType.isUtf8(field.type),
    decode: (_field, chunks) => chunks.flatMap((chunk) => textsOf(chunk)),
  };
}

function makeTextData(type: Utf8, values: readonly string[]): Data<Utf8> {
  const text = values.join('');
  const whole = new TextEncoder().encode(text);
  const valueOffsets = new Int32Array(values.length + 1);
  if (whole.length === text.length) {
    // one byte each: then lengths in characters are lengths in bytes
    values.forEach((value, row) => (valueOffsets[row + 1] = (valueOffsets[row] ?? 0) + value.length));
    return makeData({ type, length: values.length, nullCount: 0, valueOffsets, data: whole });
  }
  const parts = encodeTexts(values);
  parts.forEach((part, row) => (valueOffsets[row + 1] = (valueOffsets[row] ?? 0) + part.length));
  const data = new Uint8Array(valueOffsets[values.length] ?? 0);
  parts.forEach((part, row) => data.set(part, valueOffsets[row]));
  return makeData({ type, length: values.length, nullCount: 0, valueOffsets, data });
}

/** In UTF-8, one behind the other; texts that come again are encoded once. */
function encodeTexts(values: readonly string[]): readonly Uint8Array[] {
  const encoder = new TextEncoder();
  const known = new Map<string, Uint8Array>();
  return values.map((value) => {
    const encoded = known.get(value) ?? encoder.encode(value);
    known.set(value, encoded);
    return encoded;
  });
}

function textsOf(data: Data): string[] {
  const values: Uint8Array = data.values;
  const ends: Int32Array = data.valueOffsets;
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true }); // a BOM is part of the text
  const [first = 0, end = 0] = [ends[0], ends[data.length]];
  const text = decoder.decode(values.subarray(first, end));
  const isBytewise = text.length === end - first; // one character each: then offsets in bytes are offsets in the text
  return Array.from({ length: data.length }, (_, row) => {
    const [from = 0, to = 0] = [ends[row], ends[row + 1]];
    return isBytewise ? text.slice(from - first, to - first) : decoder.decode(values.subarray(from, to));
  });
}

/** Text that is one of the given words. */
export function choice<W extends string>(...words: readonly W[]): Column<readonly W[], W[]> {
  const base = text();
  const check = (value: string, row: number, place: string): W => {
    const word = words.find((known) => known === value);
    if (word !== undefined) return word;
    const expected = words.map((known) => `"${known}"`).join(' or ');
    throw new Error(`${place}: row ${row}: expected ${expected}, got "${value}"`);
  };
  return {
    ...base,
    encode: (values, place) => {
      values.forEach((value, row) => check(value, row, place));
      return base.encode(values, place);
    },
    decode: (field, chunks, place) =>
      base.decode(field, chunks, place).map((value, row) => check(value, row, place)),
  };
}

/** True or false; one bit each in the file. */
export function bool(): Column<readonly boolean[], boolean[]> {
  const type = new Bool();
  return {
    label: 'bool',
    encode: (values) => {
      const data = new Uint8Array(Math.ceil(values.length / 8));
      values.forEach((value, row) => {
        if (value) data[row >> 3] = (data[row >> 3] ?? 0) | (1 << (row & 7));
      });
      return { type, data: makeData({ type, length: values.length, nullCount: 0, data }) };
    },
    accepts: (field) => DataType.isBool(field.type),
    decode: (_field, chunks) => chunks.flatMap((chunk) => boolsOf(chunk)),
  };
}

function boolsOf(data: Data): boolean[] {
  const values: Uint8Array = data.values;
  return Array.from({ length: data.length }, (_, row) => (((values[row >> 3] ?? 0) >> (row & 7)) & 1) === 1);
}

export const int16 = (): Column<ArrayLike<number>, Int16Array> => numbers(NUMBER_FORMATS.int16);
export const int32 = (): Column<ArrayLike<number>, Int32Array> => numbers(NUMBER_FORMATS.int32);
export const uint32 = (): Column<ArrayLike<number>, Uint32Array> => numbers(NUMBER_FORMATS.uint32);
export const float32 = (): Column<ArrayLike<number>, Float32Array> => numbers(NUMBER_FORMATS.float32);
export const float64 = (): Column<ArrayLike<number>, Float64Array> => numbers(NUMBER_FORMATS.float64);

/** Numbers of one format; a typed array of that format is written as it is. */
export function numbers<A extends NumberArray>(format: NumberFormat<A>): Column<ArrayLike<number>, A> {
  const { name, type } = format;
  return {
    label: name,
    encode: (values, place) => {
      return { type, data: format.wrap(format.fit(values, place)) };
    },
    accepts: (field) => sameType(field.type, type),
    decode: (_field, chunks) => format.join(chunks),
  };
}
