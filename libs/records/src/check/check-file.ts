import { IPC_MAGIC, refuseForeign } from '../ipc-file.ts';
import {
  type BatchLayout,
  type Block,
  checkTexts,
  HEAD_BYTES,
  MESSAGE_PREFIX_BYTES,
  readBatch,
  RECORD_BATCH,
  refuseOld,
  refuseOutside,
  viewOf,
} from './check-batch.ts';
import { type Column, readColumn, readPairs, refuseTwice } from './column-layout.ts';
import { FlatTable, wholeNumber } from './flat-table.ts';
import { type Part, type Reading, readNow, readPart } from './reading.ts';

/** An Arrow file, in memory or on a disk. */
export interface ArrowSource {
  readonly size: number;
  /** These bytes, which lie within the file. */
  read(part: Part): Uint8Array;
}

/**
 * Throws unless an Arrow IPC file is as long as it says: every batch and buffer lies within the file, every column has
 * the rows of its batch, buffers hold that many values, texts end within their bytes, tensors have the shape of their
 * rows. What is not checked here would be read from the bytes of the next column, or be asked for without end. Files
 * that come from elsewhere have to pass this before Arrow is given them; that their values are those that were written
 * is what their hash is for. `from` names the file in errors.
 * (https://arrow.apache.org/docs/format/Columnar.html#ipc-file-format)
 *
 * @returns the rows of all batches
 */
export function checkArrow({ size, read }: ArrowSource, from: string): { readonly rows: number } {
  return readNow(checkAll(size, from), read);
}

/** The same for a file in memory. */
export function checkArrowBytes(bytes: Uint8Array, from: string): { readonly rows: number } {
  const read = ({ position, length }: Part) => bytes.subarray(position, position + length);
  return checkArrow({ size: bytes.length, read }, from);
}

function* checkAll(size: number, from: string): Reading<{ readonly rows: number }> {
  const { batches, columns } = yield* readLayout(size, from);
  for (const batch of batches)
    for (const [i, place] of (batch.columns ?? []).entries())
      yield* explained(from, checkTexts(place, batch.rows, columns[i]?.name ?? ''));
  return { rows: batches.reduce((total, { rows }) => total + rows, 0) };
}

/** What an Arrow file says of itself. */
export interface FileLayout {
  /** The footer's flatbuffer, in which the schema is. */
  readonly footer: Uint8Array;
  readonly columns: readonly Column[];
  readonly batches: readonly BatchLayout[];
}

/** Reads the ends of a file and the heads of its batches, and throws as `checkArrow` does, but for texts. */
export function* readLayout(size: number, from: string): Reading<FileLayout> {
  const end = yield* footerStart(size, from);
  return yield* explained(from, readFooter(size, end));
}

/** Names the file and the remedy in what a reading throws itself. */
export function* explained<Result>(from: string, reading: Reading<Result>): Reading<Result> {
  try {
    return yield* reading;
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`${from}: the Arrow file contradicts itself: ${message}; make it again`, { cause });
  }
}

/** Behind the footer: its length, and the magic word. */
const ENDING_BYTES = 10;

function* footerStart(size: number, from: string): Reading<number> {
  const head = yield* readPart(0, Math.min(size, IPC_MAGIC.length));
  const tail = yield* readPart(Math.max(0, size - ENDING_BYTES), Math.min(size, ENDING_BYTES));
  refuseForeign(head, tail, size, from);
  const length = viewOf(tail).getInt32(0, true);
  const start = size - ENDING_BYTES - length;
  if (length > 0 && start >= HEAD_BYTES) return start;
  throw new Error(`${from}: the Arrow file contradicts itself: a footer of ${length} bytes; make it again`);
}

function* readFooter(size: number, end: number): Reading<FileLayout> {
  const bytes = yield* readPart(end, size - ENDING_BYTES - end);
  const footer = FlatTable.root(bytes);
  refuseOld(footer);
  const schema = footer.table(1);
  if (schema === null) throw new Error('it has no schema');
  const columns = schema.tables(1).map((field) => readColumn(field, 0));
  readPairs(footer, 4);
  if (readPairs(schema, 2).some(([key]) => key === OURS)) refuseForeignTypes(columns);
  refuseTwice(columns);
  for (const block of footer.structs(2, 24, blockAt)) refuseOutside(block, end); // dictionaries
  const blocks = footer.structs(3, 24, blockAt);
  if (blocks.length === 0) yield* refuseHiddenBatch(end);
  const batches: BatchLayout[] = [];
  for (const block of blocks) batches.push(yield* readBatch({ block, columns, end }));
  return { footer: bytes, columns, batches };
}

/** What files of ours have in their metadata (`table.ts`). */
const OURS = 'tintype.table';

/** Behind a column of an unknown type nothing could be checked. */
function refuseForeignTypes(columns: readonly Column[]): void {
  const foreign = columns.find(({ layout }) => layout === null);
  if (foreign) throw new Error(`${foreign.name}: no table of Tintype has a column of this type`);
}

/** A footer without batches in front of which there is one is not that of an empty table. */
function* refuseHiddenBatch(end: number): Reading<void> {
  if (end < HEAD_BYTES + MESSAGE_PREFIX_BYTES) return;
  const length = viewOf(yield* readPart(HEAD_BYTES + 4, 4)).getInt32(0, true);
  if (length <= 0 || HEAD_BYTES + MESSAGE_PREFIX_BYTES + length > end) return;
  const message = FlatTable.root(yield* readPart(HEAD_BYTES + MESSAGE_PREFIX_BYTES, length));
  if (message.int8(1) === RECORD_BATCH) throw new Error('its footer does not know of its first batch');
}

function blockAt(view: DataView, at: number): Block {
  const metadata = view.getInt32(at + 8, true);
  return { offset: wholeNumber(view, at), metadata, body: wholeNumber(view, at + 16) };
}
