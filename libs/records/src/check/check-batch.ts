import { type Column, type Layout, readPairs } from './column-layout.ts';
import { FlatTable, wholeNumber } from './flat-table.ts';
import { type Part, type Reading, readPart } from './reading.ts';

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

/** Where a batch keeps its columns; null where it has one of a type that Tintype does not write. */
export interface BatchLayout {
  readonly rows: number;
  readonly columns: readonly ColumnPlace[] | null;
}

/** Where a column of a batch lies in its file: parts are as long as its rows need. */
export type ColumnPlace = {
  /** How many values are missing; `validity` is empty where none is. */
  readonly nulls: number;
  readonly validity: Part;
} & (
  | { readonly kind: 'values'; readonly bits: number; readonly values: Part }
  | { readonly kind: 'text'; readonly ends: Part; readonly bytes: Part }
  | { readonly kind: 'list'; readonly size: number; readonly item: ColumnPlace }
);

/** Reads the head of a batch, and throws unless its buffers lie within it and hold its rows. */
export function* readBatch({ block, columns, end }: Batch): Reading<BatchLayout> {
  const batch = yield* readHead(block, end);
  const rows = batch.int64(0);
  const nodes = batch.structs(1, 16, pairAt);
  const buffers = batch.structs(2, 16, pairAt);
  for (const [offset, bytes] of buffers)
    if (offset + bytes > block.body)
      throw new Error(`a buffer of ${bytes} bytes at ${offset} of ${block.body}`);
  const pending = { nodes: [...nodes], buffers: [...buffers] };
  const start = block.offset + block.metadata;
  const places: ColumnPlace[] = [];
  for (const { name, layout } of columns) {
    if (layout === null) return { rows, columns: null };
    places.push(placeColumn(layout, { rows, name, pending, start }));
  }
  if (pending.nodes.length + pending.buffers.length > 0) throw new Error('it has more buffers than columns');
  return { rows, columns: places };
}

function* readHead(block: Block, end: number): Reading<FlatTable> {
  refuseOutside(block, end);
  const prefix = viewOf(yield* readPart(block.offset, MESSAGE_PREFIX_BYTES));
  const length = prefix.getInt32(4, true);
  if (prefix.getInt32(0, true) !== CONTINUATION || length !== block.metadata - MESSAGE_PREFIX_BYTES)
    throw new Error(`expected a message of ${block.metadata} bytes at ${block.offset}, got ${length}`);
  const message = FlatTable.root(yield* readPart(block.offset + MESSAGE_PREFIX_BYTES, length));
  refuseOld(message);
  readPairs(message, 4);
  const batch = message.int8(1) === RECORD_BATCH ? message.table(2) : null;
  if (batch === null) throw new Error(`expected a record batch at byte ${block.offset}`);
  if (message.int64(3) !== block.body)
    throw new Error(`expected a body of ${block.body} bytes, got ${message.int64(3)}`);
  batch.structs(4, 8, wholeNumber); // counts of buffers, which no column of ours has
  if (batch.table(3) !== null) throw new Error('expected uncompressed columns');
  return batch;
}

function pairAt(view: DataView, at: number): readonly [number, number] {
  return [wholeNumber(view, at), wholeNumber(view, at + 8)];
}

interface Placing {
  readonly rows: number;
  readonly name: string;
  /** Lengths with counts of nulls, and offsets with lengths, in the order of columns, parents first. */
  readonly pending: { nodes: (readonly [number, number])[]; buffers: (readonly [number, number])[] };
  /** Where the body begins. */
  readonly start: number;
}

function placeColumn(layout: Layout, placing: Placing): ColumnPlace {
  const { rows, name, pending } = placing;
  const [length, nulls] = pending.nodes.shift() ?? [NaN, NaN];
  if (length !== rows || nulls > rows) throw new Error(`${name}: expected ${rows} rows, got ${length}`);
  const bits = takeBuffer(placing, 0);
  if (nulls > 0 && bits.length < bytesFor(rows, 1))
    throw new Error(`${name}: ${nulls} nulls that nothing tells`);
  const own = { nulls, validity: nulls > 0 ? bits : { ...bits, length: 0 } };
  switch (layout.kind) {
    case 'values':
      return { ...own, ...layout, values: takeBuffer(placing, bytesFor(rows, layout.bits)) };
    case 'text':
      return {
        ...own,
        kind: 'text',
        ends: takeBuffer(placing, rows === 0 ? 0 : 4 * (rows + 1)),
        bytes: takeBuffer(placing, 0),
      };
    case 'list': {
      const item = placeColumn(layout.item, { ...placing, rows: rows * layout.size });
      return { ...own, kind: 'list', size: layout.size, item };
    }
    default:
      return layout satisfies never;
  }
}

function takeBuffer({ name, pending, start }: Placing, least: number): Part {
  const buffer = pending.buffers.shift();
  if (buffer === undefined) throw new Error(`${name}: a buffer is missing`);
  const [offset, length] = buffer;
  if (length >= least) return { position: start + offset, length };
  throw new Error(`${name}: expected a buffer of ${least} bytes, got ${length}`);
}

function bytesFor(values: number, bits: number): number {
  return Math.ceil((values * bits) / 8);
}

/** Checks the ends of all texts of a column: one behind the other, within their bytes. */
export function* checkTexts(place: ColumnPlace, rows: number, name: string): Reading<void> {
  switch (place.kind) {
    case 'values':
      return;
    case 'list':
      return yield* checkTexts(place.item, rows * place.size, name);
    case 'text':
      if (rows === 0) return;
      return checkEnds(yield* readPart(place.ends.position, 4 * (rows + 1)), place.bytes.length, name);
    default:
      return place satisfies never;
  }
}

/** Throws unless texts end one behind the other within `bytes`; of rows from `first` on, in errors. */
export function checkEnds(part: Uint8Array, bytes: number, name: string, first = 0): void {
  const ends = viewOf(part);
  let before = 0;
  for (let at = 0; at < part.length; at += 4) {
    const end = ends.getInt32(at, true);
    if (end < before || end > bytes)
      throw new Error(`${name}: text ${first + at / 4} ends at ${end} of ${bytes} bytes`);
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
