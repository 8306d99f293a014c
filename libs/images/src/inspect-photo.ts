import type { Metadata } from 'sharp';

import { bytesInMemory, type PhotoBytes } from './bytes/photo-bytes.ts';
import { examinePhoto } from './examine/examine-photo.ts';
import { refuseForeign } from './examine/refuse-foreign.ts';
import { explainPointer } from './folders/explain-pointer.ts';
import { openBytes } from './libvips.ts';
import { formatName, PHOTO_FORMATS } from './photo-formats.ts';
import { MAX_PIXELS } from './pixel-limit.ts';
import { decodeSquare } from './srgb/decode-srgb.ts';
import { decodeStrictly } from './srgb/decode-strictly.ts';
import { profileNotes } from './srgb/profile-notes.ts';
import type { ReadablePhoto } from './srgb/readable-photo.ts';
import { pageOptions, PLAIN_READING, type Reading } from './srgb/reading.ts';
import { isProfile } from './srgb/try-profile.ts';
import { UNKNOWN_LIGHT } from './tiff/refuse-page.ts';

/** What the header of a usable photo says. Width and height are those seen, after the EXIF orientation. */
export interface PhotoHeader {
  readonly width: number;
  readonly height: number;
  readonly format: string;
  /** Colour space as stored: 'srgb' | 'b-w' | 'cmyk' | 'rgb16' | 'grey16' | … */
  readonly space: string;
  readonly channels: number;
  readonly bitDepth: number;
  readonly hasAlpha: boolean;
  /** Whether a colour profile is embedded; decoding honours it. */
  readonly hasProfile: boolean;
  /** EXIF orientation as stored, 1..8; 1 when absent. */
  readonly orientation: number;
  /** Frames or pages in the file; only the first is used. */
  readonly frames: number;
  /** What of the file was left out or taken for something else, in plain sentences. */
  readonly notes: readonly string[];
}

/** A usable photo's header, with what it was taken from and how its pixels are to be read. */
export interface FoundHeader {
  readonly header: PhotoHeader;
  readonly metadata: Metadata;
  readonly reading: Reading;
}

/** Why a file cannot be used as a photo, in one plain sentence. */
export interface Rejection {
  readonly reason: string;
}

export interface InspectOptions {
  /** Pixels that the shorter side must have. Default: 32. */
  readonly minSize?: number | undefined;
  /** Pixels that a photo may have, whatever it was packed into. Default: `MAX_PIXELS`. */
  readonly maxPixels?: number | undefined;
}

const DECODERS = new Set(PHOTO_FORMATS.flatMap(({ decoders }) => decoders));
const BIT_DEPTHS: Readonly<Record<string, number>> = {
  uchar: 8,
  char: 8,
  ushort: 16,
  short: 16,
  uint: 32,
  int: 32,
  float: 32,
  double: 64,
};

/**
 * Reads the header of a photo and decodes all of it, so that a file which passes can be decoded later too.
 * Grey, 16-bit, CMYK, palette, transparent and animated photos pass; a rejection is a value, never an error.
 */
export async function inspectPhoto(
  bytes: Uint8Array,
  options: InspectOptions = {},
): Promise<PhotoHeader | Rejection> {
  const found = await readHeader(bytes, options);
  if ('reason' in found) return found;
  const reason = await undecodable({ ...found, source: bytes }, found.header);
  return reason === null ? found.header : { reason };
}

/** Reads the header alone: the pixels of a photo that passes may still be damaged. */
export async function readHeader(
  bytes: Uint8Array,
  { minSize = 32, maxPixels = MAX_PIXELS }: InspectOptions = {},
): Promise<FoundHeader | Rejection> {
  return readHeaderOf(bytes, { bytes: bytesInMemory(bytes), minSize, maxPixels });
}

/** Bytes at the beginning of a file that tell what it is; comments and declarations may stand before an SVG's element. */
const HEAD_BYTES = 1024;

/** The same of a file that may lie elsewhere; libvips reads `source`. */
export async function readHeaderOf(
  source: Uint8Array | string,
  options: { readonly bytes: PhotoBytes; readonly minSize: number; readonly maxPixels: number },
): Promise<FoundHeader | Rejection> {
  const { bytes, minSize, maxPixels } = options;
  const head = await bytes.read(0, HEAD_BYTES);
  if (head.length === 0) return { reason: 'the file is empty' };
  const foreign = refuseForeign(head);
  if (foreign !== null) return { reason: foreign };
  const name = formatName(head);
  if (name === null) return { reason: noPhotoReason(head) };
  const examined = await examinePhoto(name, bytes);
  if (examined.reason !== null) return { reason: examined.reason };
  const { reading = PLAIN_READING, notes } = examined;
  const metadata = await readMetadata(source, reading);
  if (metadata === null) return { reason: `the file begins as ${name} but is truncated or damaged` };
  const header = toHeader(metadata, reading, [...notes, ...(await profileNotes(metadata))]);
  const reason = unusable(metadata) ?? unfit(header, minSize, maxPixels) ?? unlit(metadata, reading);
  return reason === null ? { header, metadata, reading } : { reason };
}

export function isRejection(outcome: PhotoHeader | Rejection): outcome is Rejection {
  return 'reason' in outcome;
}

async function readMetadata(source: Uint8Array | string, reading: Reading): Promise<Metadata | null> {
  return openBytes(source, pageOptions(reading))
    .metadata()
    .catch(() => null); // says only "unsupported" or "corrupt"
}

function toHeader(metadata: Metadata, reading: Reading, notes: readonly string[]): PhotoHeader {
  return {
    width: metadata.autoOrient.width,
    height: metadata.autoOrient.height,
    format: metadata.format,
    space: metadata.space,
    channels: metadata.channels,
    bitDepth: BIT_DEPTHS[metadata.depth] ?? 8,
    hasAlpha: metadata.hasAlpha && reading.extras !== 'other',
    hasProfile: metadata.hasProfile,
    orientation: metadata.orientation ?? 1,
    frames: reading.frames ?? metadata.pages ?? 1,
    notes,
  };
}

function unusable({ format, compression }: Metadata): string | null {
  if (compression === 'hevc') return 'HEIC pictures cannot be decoded here; convert the photo to JPEG';
  return DECODERS.has(format) ? null : `${format.toUpperCase()} files are not used as photos`;
}

function unfit({ width, height }: PhotoHeader, minSize: number, maxPixels: number): string | null {
  if (Math.min(width, height) < minSize) return `${width}×${height}: smaller than ${minSize} px`;
  if (width * height > maxPixels) return `${width}×${height}: larger than ${maxPixels / 1e6} megapixels`;
  return null;
}

export const undecodableReason = 'the file is truncated or damaged: its pixels cannot be decoded completely';

/** Floating-point samples mean nothing without a profile that can be applied. */
function unlit({ icc, channels }: Metadata, { samples }: Reading): string | null {
  if (samples !== 'float') return null;
  return icc && isProfile(icc, channels < 3 ? 1 : 3) ? null : UNKNOWN_LIGHT;
}

/**
 * Shorter side up to which nothing is made smaller while it is decoded: libvips tells what a JPEG lost when it comes
 * to the next eight lines that it makes, never after the last ones, which are up to 64 of the photo's.
 */
const WHOLE_SIZE = 512;

/**
 * Decodes every line of the photo, a large one at a reduced size, which is cheap and still meets every damaged byte; through the
 * same steps as `decodePhoto`, so that what passes here does not fail there.
 */
async function undecodable(photo: ReadablePhoto, { width, height }: PhotoHeader): Promise<string | null> {
  const size = Math.max(16, Math.min(width, height, WHOLE_SIZE));
  try {
    await decodeStrictly(photo, (opened) => decodeSquare(opened, size, 'fill'));
    return null;
  } catch {
    return undecodableReason;
  }
}

function noPhotoReason(bytes: Uint8Array): string {
  const head = Buffer.from(bytes).toString('latin1');
  if (/<svg[\s>]/i.test(head)) return 'SVG files are not used as photos';
  if (head.startsWith('%PDF')) return 'PDF files are not used as photos';
  return explainPointer(Buffer.from(bytes).toString('utf8')) ?? 'the file is not a photo in a known format';
}
