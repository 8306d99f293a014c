import { type Exif, GPS_AT, HEAD_BYTES, INTEROP_AT, MAKER_NOTE, PHOTO_AT } from './exif.ts';
import type { Entry } from './tiff-directory.ts';

const ENTRY_BYTES = 12;

/**
 * Makes EXIF of its directories, without "Exif" in front. The maker's note lies where it lay, as makers count offsets
 * in it from the beginning of the EXIF; all else goes around it, and nothing of what was left out remains.
 */
export function writeExif(exif: Exif): Uint8Array {
  const note = exif.photo.find(({ tag }) => tag === MAKER_NOTE)?.value;
  const layout = openLayout(
    exif.little,
    exif.noteAt === null || !note ? null : { at: exif.noteAt, bytes: note },
  );
  const inPhoto = exif.interop.length > 0 ? 1 : 0;
  const hasPhoto = exif.photo.length + inPhoto > 0;
  const places = {
    image: layout.reserve(exif.image.length + (hasPhoto ? 1 : 0) + (exif.gps.length > 0 ? 1 : 0)),
    photo: hasPhoto ? layout.reserve(exif.photo.length + inPhoto) : null,
    interop: inPhoto ? layout.reserve(exif.interop.length) : null,
    gps: exif.gps.length > 0 ? layout.reserve(exif.gps.length) : null,
  };
  const pointer = (tag: number, at: number | null) => (at === null ? [] : [longEntry(tag, at, exif.little)]);
  const image = [...exif.image, ...pointer(PHOTO_AT, places.photo), ...pointer(GPS_AT, places.gps)];
  layout.write(places.image, image);
  layout.write(places.photo, [...exif.photo, ...pointer(INTEROP_AT, places.interop)]);
  layout.write(places.interop, exif.interop);
  layout.write(places.gps, exif.gps);
  return layout.assemble(places.image);
}

interface Block {
  readonly at: number;
  readonly bytes: Uint8Array;
}

interface Layout {
  /** A place for a directory of so many entries. */
  reserve(entries: number): number;
  write(at: number | null, entries: readonly Entry[]): void;
  assemble(first: number): Uint8Array;
}

/** Gives out places one behind the other, and none where `fixed` lies. */
function openLayout(little: boolean, fixed: Block | null): Layout {
  const blocks: Block[] = fixed === null ? [] : [fixed];
  let next = HEAD_BYTES;
  const take = (length: number): number => {
    const at = next;
    const isFree = fixed === null || at + length <= fixed.at || at >= fixed.at + fixed.bytes.length;
    if (!isFree) next = even(fixed.at + fixed.bytes.length);
    const place = next;
    next = even(place + length);
    return place;
  };
  const placeOf = (value: Uint8Array): number => {
    if (fixed !== null && value === fixed.bytes) return fixed.at;
    const at = take(value.length);
    blocks.push({ at, bytes: value });
    return at;
  };
  return {
    reserve: (entries) => take(2 + entries * ENTRY_BYTES + 4),
    write: (at, entries) => {
      if (at !== null) blocks.push({ at, bytes: directoryOf(entries, little, placeOf) });
    },
    assemble: (first) => join([{ at: 0, bytes: headOf(little, first) }, ...blocks]),
  };
}

function even(at: number): number {
  return at + (at % 2);
}

function directoryOf(
  entries: readonly Entry[],
  little: boolean,
  placeOf: (value: Uint8Array) => number,
): Uint8Array {
  const bytes = new Uint8Array(2 + entries.length * ENTRY_BYTES + 4); // no directory follows
  const view = new DataView(bytes.buffer);
  view.setUint16(0, entries.length, little);
  [...entries]
    .sort((a, b) => a.tag - b.tag)
    .forEach(({ tag, type, count, value }, i) => {
      const at = 2 + i * ENTRY_BYTES;
      view.setUint16(at, tag, little);
      view.setUint16(at + 2, type, little);
      view.setUint32(at + 4, count, little);
      if (value.length <= 4) bytes.set(value, at + 8);
      else view.setUint32(at + 8, placeOf(value), little);
    });
  return bytes;
}

function headOf(little: boolean, first: number): Uint8Array {
  const bytes = new Uint8Array(HEAD_BYTES);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, little ? 0x4949 : 0x4d4d);
  view.setUint16(2, 42, little);
  view.setUint32(4, first, little);
  return bytes;
}

function join(blocks: readonly Block[]): Uint8Array {
  const end = Math.max(...blocks.map(({ at, bytes }) => at + bytes.length));
  const whole = new Uint8Array(even(end));
  for (const { at, bytes } of blocks) whole.set(bytes, at);
  return whole;
}

export function shortEntry(tag: number, value: number, little: boolean): Entry {
  const bytes = new Uint8Array(2);
  new DataView(bytes.buffer).setUint16(0, value, little);
  return { tag, type: 3, count: 1, value: bytes };
}

export function longEntry(tag: number, value: number, little: boolean): Entry {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value, little);
  return { tag, type: 4, count: 1, value: bytes };
}

/** A number as a fraction: whole, or of ten-thousandths. */
export function rationalEntry(tag: number, value: number, little: boolean): Entry {
  const below = Number.isInteger(value) ? 1 : 10_000;
  const bytes = new Uint8Array(8);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, Math.round(value * below), little);
  view.setUint32(4, below, little);
  return { tag, type: 5, count: 1, value: bytes };
}
