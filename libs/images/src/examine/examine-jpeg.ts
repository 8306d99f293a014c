import type { PhotoBytes } from '../bytes/photo-bytes.ts';
import { type Examination, NOTHING_FOUND } from './examination.ts';
import { type HuffmanTables, readZeroSymbols, type Scan, tellsZeros } from './jpeg-zeros.ts';
import { readScanEnd } from './read-scan.ts';

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const DHT = 0xc4;

/** What the markers before the scan at hand have said. */
interface Frame {
  readonly tables: HuffmanTables;
  /** Identifiers of the components whose mean colours have yet to come. */
  readonly awaited: Set<number>;
  progressive: boolean;
  scans: number;
}

/**
 * Walks the segments and scans of a JPEG up to its end marker (ITU T.81, annex B). libjpeg puts a missing end there
 * by itself and decodes a file filled up with zeros without a word, so both are looked for here. What lies behind
 * the end marker (a second picture, a film, a maker's data) is not looked at.
 */
export async function examineJpeg(bytes: PhotoBytes): Promise<Examination> {
  const frame: Frame = { tables: new Map(), awaited: new Set(), progressive: false, scans: 0 };
  for (let position = 2; ;) {
    const found = await readMarker(bytes, position);
    if (found === null) return ended(frame);
    const { marker, payload } = found;
    if (marker === EOI) return frame.awaited.size > 0 && frame.scans > 0 ? MISSING_SCANS : NOTHING_FOUND;
    if (marker === SOI) return ended(frame);
    const segment = await readSegment(bytes, payload);
    const reason = readFrame(frame, marker, segment);
    if (reason !== null) return { reason, notes: [] };
    position = payload + 2 + segment.length;
    if (marker !== SOS) continue;
    const end = await readScanEnd(bytes, position, startScan(frame, segment));
    if (end === null) return NO_END;
    if (end.zeros !== null) return zeroed(end.zeros);
    position = end.marker;
  }
}

const DAMAGED = 'the file is truncated or damaged';
const NO_END = damaged('it ends in the middle of the picture, without its end marker');
const MISSING_SCANS = damaged('it ends before all of its colour channels have come');

function damaged(what: string): Examination {
  return { reason: `${DAMAGED}: ${what}`, notes: [] };
}

function zeroed({ from, length }: { readonly from: number; readonly length: number }): Examination {
  return damaged(`${length} bytes from byte ${from} on are zeros where the picture should be`);
}

/** A file without a scan says nothing that libvips does not say as well. */
function ended({ scans }: Frame): Examination {
  return scans > 0 ? NO_END : NOTHING_FOUND;
}

/** The next marker from `position` on, over fill bytes and whatever else stands before it, as libjpeg does. */
async function readMarker(
  bytes: PhotoBytes,
  position: number,
): Promise<{ readonly marker: number; readonly payload: number } | null> {
  for (let at = position; at < bytes.size; at += WINDOW - 1) {
    const window = await bytes.read(at, WINDOW);
    for (let i = window.indexOf(0xff); i >= 0 && i + 1 < window.length; i = window.indexOf(0xff, i + 1)) {
      const marker = window[i + 1] ?? 0;
      if (marker !== 0 && marker !== 0xff) return { marker, payload: at + i + 2 };
    }
  }
  return null;
}

const WINDOW = 1024;

/** The content of a segment, without its length; shorter where the file ends. */
async function readSegment(bytes: PhotoBytes, position: number): Promise<Uint8Array> {
  const [high = 0, low = 0] = await bytes.read(position, 2);
  return bytes.read(position + 2, Math.max(high * 256 + low - 2, 0));
}

/** Takes in what a segment says; the reason why the photo cannot be read, if it says one. */
function readFrame(frame: Frame, marker: number, segment: Uint8Array): string | null {
  if (marker === DHT) readZeroSymbols(segment, frame.tables);
  const kind = FRAMES.get(marker);
  if (kind === undefined) return null;
  const [depth = 8, , , , , count = 0] = segment;
  if (kind !== '') return `${kind} JPEGs are not supported; ${REMEDY}`;
  if (depth !== 8) return `${depth}-bit JPEGs are not supported; ${REMEDY}`;
  frame.progressive = marker === 0xc2 || marker === 0xca;
  for (let i = 0; i < count; i += 1) frame.awaited.add(segment[6 + 3 * i] ?? 0);
  return null;
}

const REMEDY = 'the file may well be sound: convert it to PNG or TIFF with the program that wrote it';

/** What each kind of frame is called that libjpeg does not decode; empty for those that it does (ITU T.81, B.1). */
const FRAMES: ReadonlyMap<number, string> = new Map([
  [0xc0, ''],
  [0xc1, ''],
  [0xc2, ''],
  [0xc3, 'lossless'],
  [0xc5, 'hierarchical'],
  [0xc6, 'hierarchical'],
  [0xc7, 'hierarchical'],
  [0xc9, ''],
  [0xca, ''],
  [0xcb, 'lossless arithmetic-coded'],
  [0xcd, 'hierarchical'],
  [0xce, 'hierarchical'],
  [0xcf, 'hierarchical'],
  [0xf7, 'lossless (JPEG-LS)'],
]);

/** Whether zeros in the scan that this segment starts are no picture. */
function startScan(frame: Frame, segment: Uint8Array): boolean {
  const count = segment[0] ?? 0;
  const components = Array.from({ length: count }, (_, i) => segment.subarray(1 + 2 * i, 3 + 2 * i));
  const [first = 0, , approximation = 0] = segment.subarray(1 + 2 * count);
  frame.scans += 1;
  if (first === 0) for (const [id = 0] of components) frame.awaited.delete(id);
  const scan: Scan = {
    tables: components.map(([, ids = 0]) => ({ dc: ids >> 4, ac: ids & 15 })),
    progressive: frame.progressive,
    dc: first === 0,
    refining: approximation >> 4 > 0,
  };
  return tellsZeros(scan, frame.tables);
}
