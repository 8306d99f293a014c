import { FlatTable, wholeNumber } from './flat-table.ts';
import { IPC_MAGIC, refuseForeign } from './ipc-file.ts';

/** An Arrow file, in memory or on a disk. */
export interface ArrowSource {
  readonly size: number;
  /** These bytes, which lie within the file. */
  read(position: number, length: number): Uint8Array;
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
export function checkArrow(source: ArrowSource, from: string): { readonly rows: number } {
  const end = footerStart(source, from);
  try {
    return { rows: checkFooter(source, end) };
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`${from}: the Arrow file contradicts itself: ${message}; make it again`, { cause });
  }
}

/** The same for a file in memory. */
export function checkArrowBytes(bytes: Uint8Array, from: string): { readonly rows: number } {
  const read = (position: number, length: number) => bytes.subarray(position, position + length);
  return checkArrow({ size: bytes.length, read }, from);
}

/** Behind the footer: its length, and the magic word. */
const ENDING_BYTES = 10;
/** Before the first message: the magic word, padded. */
const HEAD_BYTES = 8;
/** Before a message: a continuation marker and its length. */
const MESSAGE_PREFIX_BYTES = 8;

function footerStart({ size, read }: ArrowSource, from: string): number {
  const head = read(0, Math.min(size, IPC_MAGIC.length));
  const tail = read(Math.max(0, size - ENDING_BYTES), Math.min(size, ENDING_BYTES));
  refuseForeign(head, tail, size, from);
  const length = viewOf(tail).getInt32(0, true);
  const start = size - ENDING_BYTES - length;
  if (length > 0 && start >= HEAD_BYTES) return start;
  throw new Error(`${from}: the Arrow file contradicts itself: a footer of ${length} bytes; make it again`);
}

interface Block {
  readonly offset: number;
  readonly metadata: number;
  readonly body: number;
}

function checkFooter(source: ArrowSource, end: number): number {
  const footer = FlatTable.root(source.read(end, source.size - ENDING_BYTES - end));
  refuseOld(footer);
  const schema = footer.table(1);
  if (schema === null) throw new Error('it has no schema');
  const columns = schema.tables(1).map((field) => columnOf(field, 0));
  pairsOf(footer, 4);
  if (pairsOf(schema, 2).some(([key]) => key === OURS)) refuseForeignTypes(columns);
  refuseTwice(columns);
  for (const block of footer.structs(2, 24, blockAt)) refuseOutside(block, end); // dictionaries
  const blocks = footer.structs(3, 24, blockAt);
  if (blocks.length === 0) refuseHiddenBatch(source, end);
  return blocks.reduce((rows, block) => rows + checkBatch(source, { block, columns, end }), 0);
}

const V4 = 3; // a member of the enumeration `MetadataVersion`

/** Before version 4 of the metadata (2017) buffers were described in another form, as which Arrow would read these. */
function refuseOld(table: FlatTable): void {
  const version = table.int16(0);
  if (version < V4) throw new Error(`expected metadata of version ${V4 + 1} or newer, got ${version + 1}`);
}

/** What files of ours have in their metadata (`table.ts`). */
const OURS = 'tintype.table';

/** Behind a column of an unknown type nothing could be checked. */
function refuseForeignTypes(columns: readonly Column[]): void {
  const foreign = columns.find(({ layout }) => layout === null);
  if (foreign) throw new Error(`${foreign.name}: no table of Tintype has a column of this type`);
}

/** A footer without batches in front of which there is one is not that of an empty table. */
function refuseHiddenBatch(source: ArrowSource, end: number): void {
  if (end < HEAD_BYTES + MESSAGE_PREFIX_BYTES) return;
  const length = viewOf(source.read(HEAD_BYTES + 4, 4)).getInt32(0, true);
  if (length <= 0 || HEAD_BYTES + MESSAGE_PREFIX_BYTES + length > end) return;
  const message = FlatTable.root(source.read(HEAD_BYTES + MESSAGE_PREFIX_BYTES, length));
  if (message.int8(1) === RECORD_BATCH) throw new Error('its footer does not know of its first batch');
}

/** Metadata; what Arrow reads of them has to lie inside too. */
function pairsOf(table: FlatTable, field: number): readonly (readonly [key: string, value: string])[] {
  return table.tables(field).map((pair) => [pair.text(0), pair.text(1)]);
}

function blockAt(view: DataView, at: number): Block {
  const metadata = view.getInt32(at + 8, true);
  return { offset: wholeNumber(view, at), metadata, body: wholeNumber(view, at + 16) };
}

function refuseOutside({ offset, metadata, body }: Block, end: number): void {
  if (metadata > MESSAGE_PREFIX_BYTES && offset >= HEAD_BYTES && offset + metadata + body <= end) return;
  throw new Error(`a batch of ${metadata} + ${body} bytes at ${offset} lies outside the file`);
}

/** What a column's batches must have: null for types that Tintype does not write, of which only the bounds are checked. */
interface Column {
  readonly name: string;
  readonly layout: Layout | null;
}

type Layout =
  | { readonly kind: 'values'; readonly bits: number }
  | { readonly kind: 'text' }
  | { readonly kind: 'list'; readonly size: number; readonly item: Layout };

const MOST_NESTED = 32;

function columnOf(field: FlatTable, depth: number): Column {
  if (depth > MOST_NESTED) throw new Error(`columns nested deeper than ${MOST_NESTED}`);
  const children = field.tables(5).map((child) => columnOf(child, depth + 1));
  const name = field.text(0);
  const type = field.table(3);
  const isCoded = field.table(4) !== null;
  const layout = type === null || isCoded ? null : layoutOf(field.int8(2), type, children);
  if (layout?.kind === 'list') refuseShape(field, layout.size, name);
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
function refuseShape(field: FlatTable, items: number, name: string): void {
  const text = new Map(pairsOf(field, 6)).get('ARROW:extension:metadata');
  if (text === undefined || text === '') return;
  const { shape }: { readonly shape?: unknown } = Object(JSON.parse(text));
  if (shape === undefined) return;
  const isShape = Array.isArray(shape) && shape.every((n) => Number.isSafeInteger(n) && n > 0);
  const product = isShape ? shape.reduce((size: number, n: number) => size * n, 1) : 0;
  if (product !== items) throw new Error(`${name}: expected a shape of ${items} values, got ${text}`);
}

function refuseTwice(columns: readonly Column[]): void {
  const names = columns.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new Error(`two columns ${twice}`);
}

interface Batch {
  readonly block: Block;
  readonly columns: readonly Column[];
  /** Where the footer begins. */
  readonly end: number;
}

// Members of the union `MessageHeader` in Arrow's Message.fbs.
const RECORD_BATCH = 3;
const CONTINUATION = -1;

/** @returns the rows of the batch */
function checkBatch(source: ArrowSource, { block, columns, end }: Batch): number {
  refuseOutside(block, end);
  const prefix = viewOf(source.read(block.offset, MESSAGE_PREFIX_BYTES));
  const length = prefix.getInt32(4, true);
  if (prefix.getInt32(0, true) !== CONTINUATION || length !== block.metadata - MESSAGE_PREFIX_BYTES)
    throw new Error(`expected a message of ${block.metadata} bytes at ${block.offset}, got ${length}`);
  const message = FlatTable.root(source.read(block.offset + MESSAGE_PREFIX_BYTES, length));
  refuseOld(message);
  pairsOf(message, 4);
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

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}
