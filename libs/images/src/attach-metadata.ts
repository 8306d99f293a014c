import { open, readFile, writeFile } from 'node:fs/promises';
import { deflateSync } from 'node:zlib';

import type { PictureFormat } from './picture-format.ts';
import { pngCrc } from './png-crc.ts';

/** What is attached to an encoded picture. sharp writes the XMP; it has no way to write the rest as it is. */
export interface AttachedMetadata {
  readonly xmp: string;
  /** A TIFF structure, without the "Exif" in front. */
  readonly exif?: Uint8Array | undefined;
  /** The payload of a JPEG's APP13 segment. */
  readonly iptc?: Uint8Array | undefined;
  /** An ICC profile; sRGB pictures need none. */
  readonly profile?: Uint8Array | undefined;
}

/** Puts metadata into a JPEG, PNG or WebP. What the format has no place for is left out. */
export function attachMetadata(
  bytes: Uint8Array,
  format: PictureFormat,
  metadata: AttachedMetadata,
): Uint8Array {
  if (format === 'webp') return insertRiffChunks(bytes, metadata);
  const { at, parts } = insertionOf(format, metadata);
  return inserted(bytes, at, parts);
}

/** The same for the file of an encoded picture, of which no more than a block lies in memory, but for WebP. */
export async function attachToFile(
  file: string,
  format: PictureFormat,
  metadata: AttachedMetadata,
): Promise<void> {
  if (format === 'webp') return writeFile(file, insertRiffChunks(await readFile(file), metadata));
  const { at, parts } = insertionOf(format, metadata);
  if (parts.length > 0) await insertIntoFile(file, at, Buffer.concat(parts));
}

/** What is put into a picture, and where. */
interface Insertion {
  readonly at: number;
  readonly parts: readonly Uint8Array[];
}

function insertionOf(format: 'jpeg' | 'png', metadata: AttachedMetadata): Insertion {
  switch (format) {
    case 'jpeg':
      return { at: SOI_BYTES, parts: segmentsOf(metadata) };
    case 'png':
      return { at: BEHIND_IHDR, parts: chunksOf(metadata) };
    default:
      return format satisfies never;
  }
}

// ITU-T T.81, annex B: SOI, then segments: marker, length (itself counted), payload.
const SOI_BYTES = 2;
const MOST_PAYLOAD = 65533;

function segmentsOf({ exif, iptc, profile }: AttachedMetadata): readonly Uint8Array[] {
  return [
    exif && segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), exif])),
    profile && segment(0xe2, Buffer.concat([Buffer.from('ICC_PROFILE\0\x01\x01', 'latin1'), profile])),
    iptc && segment(0xed, iptc),
  ].filter(isThere);
}

function segment(marker: number, payload: Uint8Array): Uint8Array | undefined {
  if (payload.length > MOST_PAYLOAD) return undefined;
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(payload.length + 2, 2);
  return Buffer.concat([head, payload]);
}

// PNG 3rd edition, section 5: signature, IHDR, then chunks: length, name, data, CRC of name and data.
const BEHIND_IHDR = 8 + 25;

function chunksOf({ exif, profile }: AttachedMetadata): readonly Uint8Array[] {
  const named = Buffer.from('profile\0\0', 'latin1'); // name, and the one compression method there is
  return [
    profile && chunk('iCCP', Buffer.concat([named, deflateSync(profile)])),
    exif && chunk('eXIf', exif),
  ].filter(isThere);
}

function chunk(name: string, data: Uint8Array): Uint8Array {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const [length, crc] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  crc.writeUInt32BE(pngCrc(body));
  return Buffer.concat([length, body, crc]);
}

// RFC 9649, section 2.7: RIFF, size, WEBP, then VP8X with flags, ICCP, …, EXIF, XMP in this order.
const BEHIND_VP8X = 12 + 18;
const FLAGS_AT = 20;
const HAS_PROFILE = 0x20;
const HAS_EXIF = 0x08;

function insertRiffChunks(bytes: Uint8Array, { exif, profile }: AttachedMetadata): Uint8Array {
  const file = Buffer.from(bytes);
  const xmpAt = file.lastIndexOf('XMP ', undefined, 'latin1');
  if (file.toString('latin1', 12, 16) !== 'VP8X' || xmpAt === -1)
    throw new Error('Internal error: expected an extended WebP, as a picture with XMP is');
  file[FLAGS_AT] = (file[FLAGS_AT] ?? 0) | (exif ? HAS_EXIF : 0) | (profile ? HAS_PROFILE : 0);
  const withExif = inserted(file, xmpAt, [exif && riffChunk('EXIF', exif)]);
  const whole = Buffer.from(inserted(withExif, BEHIND_VP8X, [profile && riffChunk('ICCP', profile)]));
  whole.writeUInt32LE(whole.length - 8, 4);
  return whole;
}

function riffChunk(name: string, data: Uint8Array): Uint8Array {
  const head = Buffer.alloc(8);
  head.write(name, 'latin1');
  head.writeUInt32LE(data.length, 4);
  return Buffer.concat([head, data, Buffer.alloc(data.length % 2)]);
}

function inserted(bytes: Uint8Array, at: number, parts: readonly (Uint8Array | undefined)[]): Uint8Array {
  const found = parts.filter(isThere);
  return found.length === 0 ? bytes : Buffer.concat([bytes.subarray(0, at), ...found, bytes.subarray(at)]);
}

function isThere(part: Uint8Array | undefined): part is Uint8Array {
  return part !== undefined;
}

const BLOCK_BYTES = 0x100000;

/** Moves what lies behind `at` back, from the end, block by block. */
async function insertIntoFile(file: string, at: number, bytes: Uint8Array): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    const block = new Uint8Array(BLOCK_BYTES);
    for (let end = (await handle.stat()).size; end > at; end -= BLOCK_BYTES) {
      const start = Math.max(at, end - BLOCK_BYTES);
      await handle.read(block, 0, end - start, start);
      await handle.write(block, 0, end - start, start + bytes.length);
    }
    await handle.write(bytes, 0, bytes.length, at);
  } finally {
    await handle.close();
  }
}
