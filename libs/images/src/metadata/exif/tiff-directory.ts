import type { PhotoBytes } from '../../bytes/photo-bytes.ts';

/** One entry of a directory (IFD) of TIFF or EXIF, its value in the byte order of the file. */
export interface Entry {
  readonly tag: number;
  /** 1..13, as TIFF 6.0 and Exif 2.32 number them. */
  readonly type: number;
  readonly count: number;
  readonly value: Uint8Array;
}

/** A file in the structure of TIFF. */
export interface TiffFile {
  readonly bytes: PhotoBytes;
  readonly little: boolean;
  /** BigTIFF, with counts and offsets of 8 bytes. */
  readonly big: boolean;
  /** Where the first directory lies. */
  readonly first: number;
}

/** TIFF 6.0, section 2, and Exif 2.32, section 4.6.2: bytes of one value of each type; BigTIFF has three more. */
const TYPE_BYTES: Readonly<Record<number, number>> = {
  ...{ 1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4 },
  ...{ 16: 8, 17: 8, 18: 8, 129: 1 },
};

const MOST_ENTRIES = 0xffff;

/** Understands the first bytes of a TIFF; null where they are not those of one. */
export async function openTiff(bytes: PhotoBytes): Promise<TiffFile | null> {
  const head = viewOf(await bytes.read(0, 16));
  if (head.byteLength < 8) return null;
  const order = head.getUint16(0);
  if (order !== 0x4949 && order !== 0x4d4d) return null;
  const little = order === 0x4949;
  const version = head.getUint16(2, little);
  const big = version === 43;
  if (big && head.byteLength < 16) return null;
  if (!big && version !== 42) return null;
  return { bytes, little, big, first: big ? readLong8(head, 8, little) : head.getUint32(4, little) };
}

/** How many bytes may still be read, of all directories together, so that no file of a few bytes grows here. */
export interface ReadBudget {
  left: number;
}

/**
 * The entries of the directory at an offset which are asked for, each tag once. What leads out of the file, has an
 * unknown type or exceeds the budget is not there: a damaged entry takes no other with it.
 */
export async function readDirectory(
  file: TiffFile,
  at: number,
  { wants, budget }: { readonly wants: (tag: number) => boolean; readonly budget: ReadBudget },
): Promise<readonly Entry[]> {
  const { bytes, little, big } = file;
  const countBytes = big ? 8 : 2;
  const head = await readAt(bytes, at, countBytes);
  if (head.byteLength < countBytes) return [];
  const count = big ? readLong8(head, 0, little) : head.getUint16(0, little);
  const entryBytes = big ? 20 : 12;
  const table = await readAt(bytes, at + countBytes, Math.min(count, MOST_ENTRIES) * entryBytes);
  const found = new Map<number, Entry>();
  for (let from = 0; from + entryBytes <= table.byteLength; from += entryBytes) {
    const tag = table.getUint16(from, little);
    if (found.has(tag) || !wants(tag)) continue;
    const entry = await readEntry(
      file,
      new DataView(table.buffer, table.byteOffset + from, entryBytes),
      budget,
    );
    if (entry !== null) found.set(tag, entry);
  }
  return [...found.values()];
}

async function readEntry(file: TiffFile, entry: DataView, budget: ReadBudget): Promise<Entry | null> {
  const { bytes, little, big } = file;
  const [tag, type] = [entry.getUint16(0, little), entry.getUint16(2, little)];
  const count = big ? readLong8(entry, 4, little) : entry.getUint32(4, little);
  const size = (TYPE_BYTES[type] ?? NaN) * count;
  const [valueAt, inline] = big ? [12, 8] : [8, 4];
  if (!(size > 0 && size <= budget.left)) return null;
  budget.left -= size;
  if (size <= inline) return { tag, type, count, value: bytesOf(entry).slice(valueAt, valueAt + size) };
  const offset = big ? readLong8(entry, valueAt, little) : entry.getUint32(valueAt, little);
  const value = bytesOf(await readAt(bytes, offset, size));
  return value.length === size ? { tag, type, count, value } : null;
}

/** The first number of an entry of SHORT, LONG, IFD, RATIONAL or LONG8; NaN where it has none. */
export function readNumber({ type, value }: Entry, little: boolean): number {
  const view = viewOf(value);
  switch (type) {
    case 3:
      return view.getUint16(0, little);
    case 4:
    case 13:
      return view.getUint32(0, little);
    case 5:
      return view.getUint32(0, little) / view.getUint32(4, little);
    case 16:
    case 18:
      return readLong8(view, 0, little);
    default:
      return NaN;
  }
}

async function readAt(bytes: PhotoBytes, at: number, length: number): Promise<DataView> {
  const there = Math.min(length, bytes.size - at); // reading a length that a file claims would take that much memory
  return viewOf(at >= 0 && there > 0 ? await bytes.read(at, there) : new Uint8Array());
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}

function bytesOf({ buffer, byteOffset, byteLength }: DataView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function readLong8(view: DataView, at: number, little: boolean): number {
  return Number(view.getBigUint64(at, little));
}
