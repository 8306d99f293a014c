import type { PhotoBytes } from '../bytes/photo-bytes.ts';
import { TAGS } from './tags.ts';

/** A list of fields that describes one picture of a TIFF. */
export interface TiffIfd {
  /** The values of the fields in `TAGS`, by tag; empty where they are no whole numbers or lie outside of the file. */
  readonly fields: ReadonlyMap<number, readonly number[]>;
  /** The pictures that hang on this one. */
  readonly subIfds: readonly TiffIfd[];
}

/** TIFF 6.0, section 2; BigTIFF has wider numbers in the same order. */
interface Layout {
  readonly bytes: PhotoBytes;
  readonly little: boolean;
  readonly big: boolean;
}

/** Pictures of a file that are looked at, and numbers of a field. */
const MAX_IFDS = 4096;
const MAX_ENTRIES = 4096;
const MAX_VALUES = 64;

const WANTED = new Set<number>(Object.values(TAGS));
/** Bytes of a value of the types that hold whole numbers or text. */
const TYPE_BYTES: Readonly<Record<number, number>> = {
  1: 1, // BYTE
  2: 1, // ASCII
  3: 2, // SHORT
  4: 4, // LONG
  6: 1, // SBYTE
  7: 1, // UNDEFINED
  13: 4, // IFD
  16: 8, // LONG8
  18: 8, // IFD8
};

/** Reads the pages of a TIFF in their order, as far as its bytes go; none where it is none. */
export async function readIfds(bytes: PhotoBytes): Promise<readonly TiffIfd[]> {
  const head = viewOf(await bytes.read(0, 16));
  if (head.byteLength < 8) return [];
  const little = head.getUint16(0) === 0x4949;
  const big = head.getUint16(2, little) === 43;
  if (big && head.byteLength < 16) return [];
  const first = big ? readOffset(head, 8, { big, little }) : head.getUint32(4, little);
  return readChain(first, { bytes, little, big }, new Set());
}

async function readChain(first: number, layout: Layout, seen: Set<number>): Promise<readonly TiffIfd[]> {
  const found: TiffIfd[] = [];
  let offset = first;
  while (offset > 0 && !seen.has(offset) && seen.size < MAX_IFDS) {
    seen.add(offset);
    const ifd = await readIfd(offset, layout);
    if (ifd === null) break;
    const subIfds: TiffIfd[] = [];
    for (const start of ifd.fields.get(TAGS.subIfds) ?? [])
      subIfds.push(...(await readChain(start, layout, seen)));
    found.push({ fields: ifd.fields, subIfds });
    offset = ifd.next;
  }
  return found;
}

async function readIfd(
  offset: number,
  layout: Layout,
): Promise<{ readonly fields: TiffIfd['fields']; readonly next: number } | null> {
  const { big, little } = layout;
  const [countBytes, entryBytes, offsetBytes] = big ? [8, 20, 8] : [2, 12, 4];
  const counted = await readView(layout, offset, countBytes);
  if (counted === null) return null;
  const count = big ? readOffset(counted, 0, layout) : counted.getUint16(0, little);
  const block = count > MAX_ENTRIES ? null : await readView(layout, offset + countBytes, count * entryBytes);
  if (block === null) return null;
  const fields = new Map<number, readonly number[]>();
  for (let entry = 0; entry < count; entry++) {
    const view = new DataView(block.buffer, block.byteOffset + entry * entryBytes, entryBytes);
    const tag = view.getUint16(0, little);
    if (WANTED.has(tag)) fields.set(tag, await readValues(view, layout));
  }
  const next = await readView(layout, offset + countBytes + count * entryBytes, offsetBytes);
  return { fields, next: next === null ? 0 : readOffset(next, 0, layout) };
}

async function readValues(entry: DataView, layout: Layout): Promise<readonly number[]> {
  const { big, little } = layout;
  const size = TYPE_BYTES[entry.getUint16(2, little)];
  if (size === undefined) return [];
  const length = big ? readOffset(entry, 4, layout) : entry.getUint32(4, little);
  const count = Math.min(length, MAX_VALUES);
  const [at, room] = big ? [12, 8] : [8, 4];
  const view =
    length * size <= room
      ? new DataView(entry.buffer, entry.byteOffset + at, room)
      : await readView(layout, readOffset(entry, at, layout), count * size);
  if (view === null) return [];
  return Array.from({ length: count }, (_, i) => readNumber(view, i * size, size, little));
}

function readNumber(view: DataView, at: number, size: number, little: boolean): number {
  if (size === 1) return view.getUint8(at);
  if (size === 2) return view.getUint16(at, little);
  return size === 4 ? view.getUint32(at, little) : Number(view.getBigUint64(at, little));
}

function readOffset(view: DataView, at: number, { big, little }: Pick<Layout, 'big' | 'little'>): number {
  return readNumber(view, at, big ? 8 : 4, little);
}

/** Null where the file ends before. */
async function readView({ bytes }: Layout, position: number, length: number): Promise<DataView | null> {
  if (position + length > bytes.size) return null;
  const read = await bytes.read(position, length);
  return read.length < length ? null : viewOf(read);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
