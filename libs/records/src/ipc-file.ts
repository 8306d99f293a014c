import { describeError, type TakeBytes } from '@tintype/store/neutral';
import {
  AsyncByteQueue,
  Field,
  makeData,
  RecordBatch,
  RecordBatchFileWriter,
  Schema,
  Struct,
  type Table,
  tableFromIPC,
} from 'apache-arrow';

import type { EncodedColumn } from './column.ts';

/** What an Arrow IPC file begins and ends with. */
export const IPC_MAGIC = 'ARROW1';

/** Whether bytes begin as an Arrow file does. */
export function hasArrowMagic(bytes: Uint8Array): boolean {
  return String.fromCharCode(...bytes.subarray(0, IPC_MAGIC.length)) === IPC_MAGIC;
}

/** An uncompressed Arrow IPC file of one record batch. The same columns give the same bytes. */
export function writeIpcFile(
  columns: ReadonlyMap<string, EncodedColumn>,
  metadata: ReadonlyMap<string, string>,
  take: TakeBytes = (bytes) => new Uint8Array(bytes),
): Uint8Array {
  const fields = [...columns].map(
    ([name, { type, metadata: own }]) => new Field(name, type, false, own && new Map(own)),
  );
  const children = [...columns.values()].map(({ data }) => data);
  const length = children[0]?.length ?? 0;
  const struct = makeData({ type: new Struct(fields), length, nullCount: 0, children });
  return bytesOf(new RecordBatch(new Schema(fields, new Map(metadata)), struct), take);
}

/**
 * The file of a record batch. Arrow's own `toUint8Array` takes consecutive columns in the same memory for one
 * piece and drops bytes when they overlap, as they do when one array is given as two columns (21.2.0,
 * `collapseContiguousByteRanges`); so its pieces are joined here.
 */
function bytesOf(batch: RecordBatch, take: TakeBytes): Uint8Array {
  const pieces: Uint8Array[] = [];
  const sink = new AsyncByteQueue<Uint8Array>();
  sink.write = (piece) => {
    if (!(piece instanceof Uint8Array)) throw new Error('Internal error: expected Arrow to write bytes');
    pieces.push(piece);
  };
  const writer = new RecordBatchFileWriter();
  writer.reset(sink).write(batch);
  writer.finish();
  const bytes = take(pieces.reduce((total, { length }) => total + length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

/**
 * Opens an Arrow IPC file without copying its columns.
 * `from` names the file in errors.
 */
export function readIpcFile(bytes: Uint8Array, from: string): Table {
  refuseForeign(bytes, bytes, bytes.length, from);
  // Arrow's typed arrays are views, and a view of 8-byte numbers must begin at a multiple of 8.
  const aligned = bytes.byteOffset % 8 === 0 ? bytes : new Uint8Array(bytes); // a copy: `slice` of a Buffer is none
  try {
    return tableFromIPC(aligned);
  } catch (cause) {
    throw new Error(`${from}: not readable as an Arrow file: ${describeError(cause)}`, { cause });
  }
}

/** Throws unless the first and the last bytes of a file of `size` bytes are those of an Arrow IPC file. */
export function refuseForeign(head: Uint8Array, tail: Uint8Array, size: number, from: string): void {
  if (asciiOf(head.subarray(0, IPC_MAGIC.length)) !== IPC_MAGIC) {
    throw new Error(
      `${from}: expected an Arrow IPC file, got ${size} bytes that do not begin with ${IPC_MAGIC}`,
    );
  }
  if (asciiOf(tail.subarray(-IPC_MAGIC.length)) !== IPC_MAGIC || size < 3 * IPC_MAGIC.length) {
    throw new Error(
      `${from}: the Arrow file is truncated: its ${size} bytes do not end with ${IPC_MAGIC}; make it again`,
    );
  }
}

function asciiOf(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}
