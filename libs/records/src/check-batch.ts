import { type Column, type Layout, readPairs } from './column-layout.ts';
import { FlatTable, wholeNumber } from './flat-table.ts';

/** An Arrow file, in memory or on a disk. */
export interface ArrowSource {
  readonly size: number;
  /** These bytes, which lie within the file. */
  read(position: number, length: number): Uint8Array;
}

/** Before the first message: the magic word, padded. */
export const HEAD_BYTES = 8;
/** Before a message: a continuation marker and its length. */
export const MESSAGE_PREFIX_BYTES = 8;

export interface Block {
  readonly offset: number;
  readonly metadata: number;
  readonly body: number;
}

export interface Batch {
  readonly block: Block;
  readonly columns: readonly Column[];
  /** Where the footer begins. */
  readonly end: number;
}

/** A member of the union `MessageHeader` in Arrow's Message.fbs. */
export const RECORD_BATCH = 3;
const CONTINUATION = -1;

/** @returns the rows of the batch */
export function checkBatch(source: ArrowSource, { block, columns, end }: Batch): number {
  refuseOutside(block, end);
  const prefix = viewOf(source.read(block.offset, MESSAGE_PREFIX_BYTES));
  const length = prefix.getInt32(4, true);
  if (prefix.getInt32(0, true) !== CONTINUATION || length !== block.metadata - MESSAGE_PREFIX_BYTES)
    throw new Error(`expected a message of ${block.metadata} bytes at ${block.offset}, got ${length}`);
  const message = FlatTable.root(source.read(block.offset + MESSAGE_PREFIX_BYTES, length));
  refuseOld(message);
  readPairs(message, 4);
  const batch = message.int8(1) === RECORD_BATCH ? message.table(2) : null;
  if (batch === null) throw new Error(`expected a record batch at byte ${block.offset}`);
  if (message.int64(3) !== block.body)
    throw new Error(`expected a body of ${block.body} bytes, got ${message.int64(3)}`);
  batch.structs(4, 8, wholeNumber); // counts of buffers, which no column of ours has
  if (batch.table(3) !== null) throw new Error('expected uncompressed columns');
  const rows = batch.int64(0);
  const nodes = batch.structs(
    1,
    16,
    (view, at) => [wholeNumber(view, at), wholeNumber(view, at + 8)] as const,
  );
  const buffers = batch.structs(
    2,
    16,
    (view, at) => [wholeNumber(view, at), wholeNumber(view, at + 8)] as const,
  );
  for (const [offset, bytes] of buffers)
    if (offset + bytes > block.body)
      throw new Error(`a buffer of ${bytes} bytes at ${offset} of ${block.body}`);
  if (!columns.every(({ layout }) => layout !== null)) return rows;
  const pending = { nodes: [...nodes], buffers: [...buffers] };
  const start = block.offset + block.metadata;
  for (const { name, layout } of columns)
    if (layout !== null) checkColumn(layout, { rows, name, pending, body: { source, start } });
  if (pending.nodes.length + pending.buffers.length > 0) throw new Error('it has more buffers than columns');
  return rows;
}

interface Checking {
  readonly rows: number;
  readonly name: string;
  /** Lengths with counts of nulls, and offsets with lengths, in the order of columns, parents first. */
  readonly pending: { nodes: (readonly [number, number])[]; buffers: (readonly [number, number])[] };
  readonly body: { readonly source: ArrowSource; readonly start: number };
}

function checkColumn(layout: Layout, checking: Checking): void {
  const { rows, name, pending } = checking;
  const [length, nulls] = pending.nodes.shift() ?? [NaN, NaN];
  if (length !== rows || nulls > rows) throw new Error(`${name}: expected ${rows} rows, got ${length}`);
  const [, validity] = takeBuffer(checking, 0);
  if (nulls > 0 && validity < bytesFor(rows, 1))
    throw new Error(`${name}: ${nulls} nulls that nothing tells`);
  switch (layout.kind) {
    case 'values':
      takeBuffer(checking, bytesFor(rows, layout.bits));
      return;
    case 'text':
      return checkTexts(checking);
    case 'list':
      return checkColumn(layout.item, { ...checking, rows: rows * layout.size });
    default:
      return layout satisfies never;
  }
}

function takeBuffer({ name, pending }: Checking, least: number): readonly [offset: number, bytes: number] {
  const buffer = pending.buffers.shift();
  if (buffer === undefined) throw new Error(`${name}: a buffer is missing`);
  if (buffer[1] >= least) return buffer;
  throw new Error(`${name}: expected a buffer of ${least} bytes, got ${buffer[1]}`);
}

function bytesFor(values: number, bits: number): number {
  return Math.ceil((values * bits) / 8);
}

/** The ends of texts, one behind the other within their bytes. */
function checkTexts(checking: Checking): void {
  const { rows, name, body } = checking;
  const [at] = takeBuffer(checking, rows === 0 ? 0 : 4 * (rows + 1));
  const [, bytes] = takeBuffer(checking, 0);
  if (rows === 0) return;
  const ends = viewOf(body.source.read(body.start + at, 4 * (rows + 1)));
  let before = 0;
  for (let row = 0; row <= rows; row++) {
    const end = ends.getInt32(4 * row, true);
    if (end < before || end > bytes) throw new Error(`${name}: text ${row} ends at ${end} of ${bytes} bytes`);
    before = end;
  }
}

export function refuseOutside({ offset, metadata, body }: Block, end: number): void {
  if (metadata > MESSAGE_PREFIX_BYTES && offset >= HEAD_BYTES && offset + metadata + body <= end) return;
  throw new Error(`a batch of ${metadata} + ${body} bytes at ${offset} lies outside the file`);
}

const V4 = 3; // a member of the enumeration `MetadataVersion`

/** Before version 4 of the metadata (2017) buffers were described in another form, as which Arrow would read these. */
export function refuseOld(table: FlatTable): void {
  const version = table.int16(0);
  if (version < V4) throw new Error(`expected metadata of version ${V4 + 1} or newer, got ${version + 1}`);
}

export function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}
