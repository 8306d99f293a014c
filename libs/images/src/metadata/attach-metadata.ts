import { open, readFile, writeFile } from 'node:fs/promises';
import { deflateSync } from 'node:zlib';

import { bytesInMemory } from '../photo-bytes.ts';
import type { PictureFormat } from '../picture-format.ts';
import { BEHIND_IHDR, writeChunk } from '../png/chunks.ts';
import { type Density, perMetreOf } from './density.ts';
import { APP, NAMES } from './jpeg-metadata.ts';
import { MOST_PAYLOAD, SOI_BYTES, writeSegment } from './jpeg-segments.ts';
import { writeIptcProfile, XMP_IN_PNG } from './png-metadata.ts';
import { replaceInFile } from './replace-in-file.ts';
import { readRiffChunks, writeRiff } from './riff-chunks.ts';

/** What is attached to an encoded picture; `carryMetadata` makes it fit the format. */
export interface AttachedMetadata {
  readonly xmp?: string | undefined;
  /** Payloads of a JPEG's segments of extended XMP, behind their name. */
  readonly extensions?: readonly Uint8Array[] | undefined;
  /** A TIFF structure, without the "Exif" in front. */
  readonly exif?: Uint8Array | undefined;
  /** Photoshop's resources, with IPTC among them. */
  readonly resources?: Uint8Array | undefined;
  /** An ICC profile; sRGB pictures need none. */
  readonly profile?: Uint8Array | undefined;
  readonly density?: Density | undefined;
}

/** Puts metadata into a JPEG, PNG or WebP as sharp encodes it. What the format has no place for is left out. */
export async function attachMetadata(
  bytes: Uint8Array,
  format: PictureFormat,
  metadata: AttachedMetadata,
): Promise<Uint8Array> {
  if (format === 'webp') return withRiffChunks(bytes, metadata);
  const { from, to, parts } = spliceFor(bytes.subarray(0, HEAD_BYTES), format, metadata);
  return Buffer.concat([bytes.subarray(0, from), ...parts, bytes.subarray(to)]);
}

/** The same for the file of an encoded picture, of which no more than a block lies in memory, but for WebP. */
export async function attachToFile(
  file: string,
  format: PictureFormat,
  metadata: AttachedMetadata,
): Promise<void> {
  if (format === 'webp') return writeFile(file, await withRiffChunks(await readFile(file), metadata));
  const handle = await open(file, 'r+');
  try {
    const { buffer, bytesRead } = await handle.read(new Uint8Array(HEAD_BYTES), 0, HEAD_BYTES, 0);
    const { from, to, parts } = spliceFor(buffer.subarray(0, bytesRead), format, metadata);
    await replaceInFile(handle, { from, to, bytes: Buffer.concat(parts) });
  } finally {
    await handle.close();
  }
}

/** More than what sharp writes in front of the pixels, before metadata. */
const HEAD_BYTES = 100;

/** Bytes of a picture that others take the place of. */
interface Splice {
  readonly from: number;
  readonly to: number;
  readonly parts: readonly Uint8Array[];
}

function spliceFor(head: Uint8Array, format: 'jpeg' | 'png', metadata: AttachedMetadata): Splice {
  const text = Buffer.from(head).toString('latin1');
  switch (format) {
    case 'jpeg': {
      const jfif = text.startsWith(NAMES.jfif, SOI_BYTES + 4)
        ? 2 + text.charCodeAt(4) * 256 + text.charCodeAt(5)
        : 0;
      return { from: SOI_BYTES, to: SOI_BYTES + jfif, parts: segmentsOf(metadata) };
    }
    case 'png': {
      const density = text.startsWith('pHYs', BEHIND_IHDR + 4) ? PHYS_BYTES : 0;
      return { from: BEHIND_IHDR, to: BEHIND_IHDR + density, parts: chunksOf(metadata) };
    }
    default:
      return format satisfies never;
  }
}

function segmentsOf({ exif, xmp, extensions = [], profile, resources, density }: AttachedMetadata) {
  return [
    writeSegment(APP.jfif, NAMES.jfif, jfifDensity(density)),
    exif && writeSegment(APP.exif, NAMES.exif, exif),
    xmp && writeSegment(APP.xmp, NAMES.xmp, Buffer.from(xmp)),
    ...extensions.map((part) => writeSegment(APP.xmp, NAMES.extendedXmp, part)),
    profile && writeSegment(APP.profile, NAMES.profile, Uint8Array.of(1, 1), profile), // part 1 of 1
    ...(resources ? resourceSegments(resources) : []),
  ].filter(isThere);
}

/** Resources go on from segment to segment, each with the name in front. */
function resourceSegments(resources: Uint8Array): readonly Uint8Array[] {
  const most = MOST_PAYLOAD - NAMES.photoshop.length;
  return Array.from({ length: Math.ceil(resources.length / most) }, (_, i) =>
    writeSegment(APP.photoshop, NAMES.photoshop, resources.subarray(i * most, (i + 1) * most)),
  );
}

const JFIF_UNITS = { none: 0, inch: 1, cm: 2 } as const;

/** JFIF 1.02: version, unit, density in x and y, and no preview. */
function jfifDensity({ x, y, unit }: Density = { x: 1, y: 1, unit: 'none' }): Uint8Array {
  const bytes = Buffer.from([1, 2, JFIF_UNITS[unit], 0, 0, 0, 0, 0, 0]);
  bytes.writeUInt16BE(within16Bits(x), 3);
  bytes.writeUInt16BE(within16Bits(y), 5);
  return bytes;
}

function within16Bits(value: number): number {
  return Math.min(0xffff, Math.max(1, Math.round(value)));
}

const PHYS_BYTES = 21;

function chunksOf({ exif, xmp, profile, resources, density }: AttachedMetadata): readonly Uint8Array[] {
  const named = 'profile\0\0'; // name, and the one compression method there is
  return [
    profile && writeChunk('iCCP', named, deflateSync(profile)),
    density && writeChunk('pHYs', pngDensity(density)),
    exif && writeChunk('eXIf', exif),
    xmp && writeChunk('iTXt', XMP_IN_PNG, Buffer.from(xmp)),
    resources && writeIptcProfile(resources),
  ].filter(isThere);
}

function pngDensity({ x, y, unit }: Density): Uint8Array {
  const bytes = Buffer.alloc(9);
  bytes.writeUInt32BE(Math.min(0x7fffffff, perMetreOf(x, unit)), 0);
  bytes.writeUInt32BE(Math.min(0x7fffffff, perMetreOf(y, unit)), 4);
  bytes[8] = unit === 'none' ? 0 : 1;
  return bytes;
}

// RFC 9649, section 2.7: VP8X with flags, ICCP, …, EXIF, XMP in this order.
const HAS_PROFILE = 0x20;
const HAS_EXIF = 0x08;
const HAS_XMP = 0x04;

async function withRiffChunks(
  bytes: Uint8Array,
  { exif, xmp, profile }: AttachedMetadata,
): Promise<Uint8Array> {
  const [first, ...others] = await readRiffChunks(bytesInMemory(bytes));
  if (first?.name !== 'VP8X')
    throw new Error(`Internal error: expected an extended WebP but its first chunk is ${first?.name}`);
  const flags = (exif ? HAS_EXIF : 0) | (xmp ? HAS_XMP : 0) | (profile ? HAS_PROFILE : 0);
  const data = Uint8Array.from(first.data, (byte, at) =>
    at === 0 ? (byte & ~(HAS_EXIF | HAS_XMP | HAS_PROFILE)) | flags : byte,
  );
  const chunk = (name: string, content: Uint8Array | undefined) =>
    content === undefined ? [] : [{ name, data: content }];
  return writeRiff([
    { name: 'VP8X', data },
    ...chunk('ICCP', profile),
    ...others.filter(({ name }) => name !== 'XMP '),
    ...chunk('EXIF', exif),
    ...chunk('XMP ', xmp === undefined ? undefined : Buffer.from(xmp)),
  ]);
}

function isThere(part: Uint8Array | undefined | '' | null): part is Uint8Array {
  return part instanceof Uint8Array;
}
