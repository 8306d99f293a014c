import { decodeLatin1, encodeUtf8, joinBytes, viewBytes } from '../bytes/bytes.ts';
import { bytesInMemory } from '../bytes/photo-bytes.ts';
import type { Zlib } from '../bytes/zlib.ts';
import type { PictureFormat } from '../picture-format.ts';
import { BEHIND_IHDR, writeChunk } from '../png/chunks.ts';
import { type Density, perMetreOf } from './density.ts';
import { APP, NAMES } from './jpeg-metadata.ts';
import { MOST_PAYLOAD, SOI_BYTES, writeSegment } from './jpeg-segments.ts';
import { writeIptcProfile, XMP_IN_PNG } from './png-metadata.ts';
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

/** Puts metadata into a JPEG, PNG or WebP as an encoder wrote it. What the format has no place for is left out. */
export async function spliceMetadata(
  bytes: Uint8Array,
  format: PictureFormat,
  metadata: AttachedMetadata,
  zlib: Zlib,
): Promise<Uint8Array> {
  if (format === 'webp') return withRiffChunks(bytes, metadata);
  const { from, to, parts } = findSplice(bytes.subarray(0, HEAD_BYTES), format, metadata, zlib);
  return joinBytes([bytes.subarray(0, from), ...parts, bytes.subarray(to)]);
}

/** More than what encoders write in front of the pixels, before metadata. */
export const HEAD_BYTES = 100;

/** Bytes of a picture that others take the place of. */
export interface Splice {
  readonly from: number;
  readonly to: number;
  readonly parts: readonly Uint8Array[];
}

/** Where metadata goes in a picture that begins with `head`, up to `HEAD_BYTES` of it. */
export function findSplice(
  head: Uint8Array,
  format: 'jpeg' | 'png',
  metadata: AttachedMetadata,
  zlib: Zlib,
): Splice {
  const text = decodeLatin1(head);
  switch (format) {
    case 'jpeg': {
      const jfif = text.startsWith(NAMES.jfif, SOI_BYTES + 4)
        ? 2 + text.charCodeAt(4) * 256 + text.charCodeAt(5)
        : 0;
      return { from: SOI_BYTES, to: SOI_BYTES + jfif, parts: segmentsOf(metadata) };
    }
    case 'png': {
      const density = text.startsWith('pHYs', BEHIND_IHDR + 4) ? PHYS_BYTES : 0;
      return { from: BEHIND_IHDR, to: BEHIND_IHDR + density, parts: chunksOf(metadata, zlib) };
    }
    default:
      return format satisfies never;
  }
}

function segmentsOf({ exif, xmp, extensions = [], profile, resources, density }: AttachedMetadata) {
  return [
    writeSegment(APP.jfif, NAMES.jfif, jfifDensity(density)),
    exif && writeSegment(APP.exif, NAMES.exif, exif),
    xmp && writeSegment(APP.xmp, NAMES.xmp, encodeUtf8(xmp)),
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
  const bytes = Uint8Array.of(1, 2, JFIF_UNITS[unit], 0, 0, 0, 0, 0, 0);
  viewBytes(bytes).setUint16(3, within16Bits(x));
  viewBytes(bytes).setUint16(5, within16Bits(y));
  return bytes;
}

function within16Bits(value: number): number {
  return Math.min(0xffff, Math.max(1, Math.round(value)));
}

const PHYS_BYTES = 21;

function chunksOf(
  { exif, xmp, profile, resources, density }: AttachedMetadata,
  zlib: Zlib,
): readonly Uint8Array[] {
  const named = 'profile\0\0'; // name, and the one compression method there is
  return [
    profile && writeChunk('iCCP', named, zlib.deflate(profile)),
    density && writeChunk('pHYs', pngDensity(density)),
    exif && writeChunk('eXIf', exif),
    xmp && writeChunk('iTXt', XMP_IN_PNG, encodeUtf8(xmp)),
    resources && writeIptcProfile(resources, zlib),
  ].filter(isThere);
}

function pngDensity({ x, y, unit }: Density): Uint8Array {
  const bytes = new Uint8Array(9);
  viewBytes(bytes).setUint32(0, Math.min(0x7fffffff, perMetreOf(x, unit)));
  viewBytes(bytes).setUint32(4, Math.min(0x7fffffff, perMetreOf(y, unit)));
  bytes[8] = unit === 'none' ? 0 : 1;
  return bytes;
}

// RFC 9649, section 2.7: VP8X with flags, ICCP, …, EXIF, XMP in this order.
const HAS_PROFILE = 0x20;
const HAS_EXIF = 0x08;
const HAS_XMP = 0x04;

export async function withRiffChunks(
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
    ...chunk('XMP ', xmp === undefined ? undefined : encodeUtf8(xmp)),
  ]);
}

function isThere(part: Uint8Array | undefined | '' | null): part is Uint8Array {
  return part instanceof Uint8Array;
}
