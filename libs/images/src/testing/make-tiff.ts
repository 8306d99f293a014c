/** One picture of a TIFF: its samples as they lie in the file, and what its fields say of them. */
export interface TiffPicture {
  readonly width: number;
  readonly height: number;
  readonly samples: ArrayBufferView;
  /** Values of fields by tag, besides those of the size and of where the samples lie; TIFF 6.0 names them. */
  readonly fields?: Readonly<Record<number, number | readonly number[] | Uint8Array>>;
  /** Pictures that hang on it. */
  readonly subIfds?: readonly TiffPicture[];
}

export interface TiffOptions {
  /** With 64-bit offsets. */
  readonly big?: boolean;
}

const [BYTES, SHORT, LONG, IFD, LONG8, IFD8] = [7, 3, 4, 13, 16, 18];
const SHORTEST = 0xffff;

interface Field {
  readonly tag: number;
  readonly type: number;
  readonly count: number;
  readonly value: Buffer;
}

/** The bytes of a TIFF with the pictures as its pages, the first one first; in the order of little-endian machines. */
export function makeTiff(pages: readonly TiffPicture[], { big = false }: TiffOptions = {}): Uint8Array {
  const head = Buffer.from(big ? 'II+\0\b\0\0\0________' : 'II*\0____', 'latin1');
  const file = { parts: [head], size: head.length, big };
  const first = writeChain(file, pages);
  if (big) head.writeBigUInt64LE(BigInt(first), 8);
  else head.writeUInt32LE(first, 4);
  return Buffer.concat(file.parts);
}

interface TiffFile {
  readonly parts: Buffer[];
  size: number;
  readonly big: boolean;
}

/** Writes from the last one on, as each names the next; the place of the first one. */
function writeChain(file: TiffFile, pages: readonly TiffPicture[]): number {
  return pages.reduceRight((next, page) => writePicture(file, page, next), 0);
}

function writePicture(file: TiffFile, picture: TiffPicture, next: number): number {
  const { width, height, samples, fields = {}, subIfds = [] } = picture;
  const bytes = Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
  const children = subIfds.map((sub) => writePicture(file, sub, 0));
  const all: readonly Field[] = [
    ...[fieldOf(256, width), fieldOf(257, height), fieldOf(278, height), fieldOf(279, bytes.length)],
    offsets(file, 273, [append(file, bytes)], 'strips'),
    ...(children.length > 0 ? [offsets(file, 330, children, 'ifds')] : []),
    ...Object.entries(fields).map(([tag, value]) => fieldOf(Number(tag), value)),
  ];
  return writeIfd(file, [...all].sort((x, y) => x.tag - y.tag), next); // prettier-ignore
}

function fieldOf(tag: number, value: number | readonly number[] | Uint8Array): Field {
  if (value instanceof Uint8Array)
    return { tag, type: BYTES, count: value.length, value: Buffer.from(value) };
  const values = typeof value === 'number' ? [value] : value;
  const type = values.every((one) => one <= SHORTEST) ? SHORT : LONG;
  const words = type === SHORT ? Uint16Array.from(values) : Uint32Array.from(values);
  return { tag, type, count: values.length, value: Buffer.from(words.buffer) };
}

function offsets({ big }: TiffFile, tag: number, places: readonly number[], of: 'strips' | 'ifds'): Field {
  const words = big ? BigUint64Array.from(places, BigInt) : Uint32Array.from(places);
  const type = of === 'strips' ? (big ? LONG8 : LONG) : big ? IFD8 : IFD;
  return { tag, type, count: places.length, value: Buffer.from(words.buffer) };
}

function append(file: TiffFile, bytes: Buffer): number {
  const place = file.size;
  const padded = bytes.length % 2 === 0 ? bytes : Buffer.concat([bytes, Buffer.alloc(1)]);
  file.parts.push(padded);
  file.size += padded.length;
  return place;
}

function writeIfd(file: TiffFile, fields: readonly Field[], next: number): number {
  const room = file.big ? 8 : 4;
  const entries = fields.map(({ tag, type, count, value }) => {
    const held = Buffer.alloc(room);
    if (value.length <= room) value.copy(held);
    else number(append(file, value), room).copy(held);
    return Buffer.concat([number(tag, 2), number(type, 2), number(count, room), held]);
  });
  return append(
    file,
    Buffer.concat([number(fields.length, file.big ? 8 : 2), ...entries, number(next, room)]),
  );
}

function number(value: number, bytes: number): Buffer {
  const buffer = Buffer.alloc(bytes);
  if (bytes === 8) buffer.writeBigUInt64LE(BigInt(value));
  else buffer.writeUIntLE(value, 0, bytes);
  return buffer;
}
