import { fstatSync, readSync } from 'node:fs';

import { DataType, type Field, Message, type MessageHeader, type Schema } from 'apache-arrow';
import { type FileBlock, Footer } from 'apache-arrow/ipc/metadata/file';

import { IPC_MAGIC, refuseForeign } from './ipc-file.ts';
import { columnName, type Table } from './table.ts';
import { tensorShape } from './tensor-column.ts';

/** Where a file keeps the rows of a tensor column. */
export interface TensorLayout {
  /** Where row 0 begins, in bytes from the beginning of the file. */
  readonly offset: number;
  readonly bytesPerRow: number;
  readonly shape: readonly number[];
}

export interface FileLayout {
  readonly rows: number;
  readonly tensors: readonly TensorLayout[];
}

/**
 * Finds tensor columns in an Arrow file from its footer and the head of its record batch, without reading more.
 * Files that Tintype writes are one uncompressed record batch
 * (https://arrow.apache.org/docs/format/Columnar.html#ipc-file-format); arrow-js leaves out the schema message
 * at their beginning, so it is the footer's schema that counts.
 */
export function tensorLayout(file: number, from: string, table: Table, keys: readonly string[]): FileLayout {
  const footer = readFooter(file, from);
  table.check(footer.schema, from);
  const block = footer.getRecordBatch(0);
  if (!block || footer.numRecordBatches > 1) {
    throw new Error(`${from}: expected one record batch, got ${footer.numRecordBatches}`);
  }
  const batch = readBatchHead(file, block, from);
  const tensors = keys.map((key) => {
    const place = `${from}: ${table.name}.${key}`;
    const { field, buffer } = firstBuffer(footer.schema, columnName(key));
    const region = batch.buffers[buffer + VALUES_OF_LIST];
    if (!field || !region) throw new Error(`${place}: expected a tensor column`);
    return { offset: block.offset + block.metaDataLength + region.offset, ...rowLayout(field, place) };
  });
  return { rows: batch.length, tensors };
}

/** A fixed-size list has its own validity, then its child's validity and values. */
const VALUES_OF_LIST = 2;
/** Behind the footer: its length, and the magic word. */
const TAIL_BYTES = 4 + IPC_MAGIC.length;
/** Before a message: a continuation marker and its length. */
const PREFIX_BYTES = 8;

function readFooter(file: number, from: string): Footer {
  const { size } = fstatSync(file);
  const head = readBytes(file, 0, Math.min(size, IPC_MAGIC.length), from);
  const tail = readBytes(file, Math.max(0, size - TAIL_BYTES), Math.min(size, TAIL_BYTES), from);
  refuseForeign(head, tail, size, from);
  const length = new DataView(tail.buffer).getInt32(0, true);
  return Footer.decode(readBytes(file, size - TAIL_BYTES - length, length, from));
}

function readBatchHead(file: number, { offset, metaDataLength }: FileBlock, from: string): BatchHead {
  const metadata = readBytes(file, offset + PREFIX_BYTES, metaDataLength - PREFIX_BYTES, from);
  const message = Message.decode(metadata);
  if (!message.isRecordBatch()) throw new Error(`${from}: expected a record batch at byte ${offset}`);
  const head = message.header();
  if (head.compression) throw new Error(`${from}: expected uncompressed columns`);
  return head;
}

type BatchHead = ReturnType<Message<MessageHeader.RecordBatch>['header']>;

function readBytes(file: number, position: number, length: number, from: string): Uint8Array {
  const bytes = new Uint8Array(length);
  readFully(file, bytes, position, from);
  return bytes;
}

/** Fills `into` from the file at `position`. */
export function readFully(file: number, into: Uint8Array, position: number, from: string): void {
  let done = 0;
  while (done < into.length) {
    const read = readSync(file, into, done, into.length - done, position + done);
    if (read === 0) throw new Error(`${from}: truncated: expected ${into.length} bytes at ${position}`);
    done += read;
  }
}

function rowLayout(field: Field, place: string): Pick<TensorLayout, 'bytesPerRow' | 'shape'> {
  const shape = tensorShape(field, place);
  const bytesPerValue: number = field.type.children[0]?.type.ArrayType.BYTES_PER_ELEMENT ?? 0;
  return { shape, bytesPerRow: shape.reduce((size, n) => size * n, bytesPerValue) };
}

/** A field and the index of its first buffer: buffers lie in the order of fields, parents first. */
function firstBuffer(schema: Schema, name: string): { field: Field | undefined; buffer: number } {
  let buffer = 0;
  for (const field of schema.fields) {
    if (field.name === name) return { field, buffer };
    buffer += bufferCount(field.type);
  }
  return { field: undefined, buffer };
}

function bufferCount(type: DataType): number {
  if (DataType.isUtf8(type)) return 3; // validity, offsets, bytes
  if (DataType.isFixedSizeList(type)) return 1 + bufferCount(type.valueType);
  return 2; // validity, values
}
