import { deflateSync, inflateSync } from 'node:zlib';

import { MAX_PIXELS } from '../pixel-limit.ts';
import { SIGNATURE, writeChunk } from './chunks.ts';

/** Where the rows of a PNG begin and how far apart its pixels lie, by pass (PNG 3rd edition, 8.2). */
const WHOLE = [[0, 0, 1, 1]] as const;
const ADAM7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

/** Of the rows as they lie in the file. */
interface Layout {
  readonly passes: readonly (readonly [pixels: number, rows: number])[];
  /** Bytes of a sample. */
  readonly sample: number;
  readonly hasAlpha: boolean;
}

/**
 * The same picture with each grey three times, as red, green and blue: of a grey profile lcms makes a table of 33
 * steps, which is too coarse for the shadows of linear light, and of three curves it makes none. The filters of PNG
 * work on each channel by itself, so that filtered bytes are copied as they are. As it was where it has fewer than 8
 * bits, is too large, or is damaged.
 */
export function expandGrey(png: Uint8Array): Uint8Array {
  const view = Buffer.from(png.buffer, png.byteOffset, png.byteLength);
  const layout = readLayout(view.subarray(SIGNATURE.length + 8, SIGNATURE.length + 21));
  if (layout === null) return png;
  const { head, data } = splitData(view);
  const rows = inflate(data, sizeOf(layout, 1));
  if (rows?.length !== sizeOf(layout, 1)) return png;
  const header = Buffer.from(view.subarray(SIGNATURE.length + 8, SIGNATURE.length + 21));
  header[9] = (header[9] ?? 0) | 2;
  return Buffer.concat([
    view.subarray(0, SIGNATURE.length),
    writeChunk('IHDR', header),
    ...head,
    writeChunk('IDAT', deflateSync(copyRows(rows, layout), { level: 1 })),
    writeChunk('IEND', Buffer.alloc(0)),
  ]);
}

function readLayout(header: Buffer): Layout | null {
  if (header.length < 13) return null;
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const [depth = 0, type = 0] = header.subarray(8);
  if (width * height > MAX_PIXELS || (depth !== 8 && depth !== 16)) return null;
  const passes = (header[12] === 1 ? ADAM7 : WHOLE).map(([x, y, dx, dy]) => {
    const [pixels, rows] = [Math.ceil((width - x) / dx), Math.ceil((height - y) / dy)];
    return pixels > 0 && rows > 0 ? ([pixels, rows] as const) : ([0, 0] as const);
  });
  return { passes, sample: depth / 8, hasAlpha: (type & 4) > 0 };
}

/** Bytes of all rows, each with the byte of its filter. */
function sizeOf({ passes, sample, hasAlpha }: Layout, colours: 1 | 3): number {
  const pixelBytes = sample * (colours + (hasAlpha ? 1 : 0));
  return passes.reduce((sum, [pixels, rows]) => sum + rows * (1 + pixels * pixelBytes), 0);
}

/** The chunks between IHDR and the pixels that still hold, and the pixels as they are packed. */
function splitData(png: Buffer): { readonly head: readonly Uint8Array[]; readonly data: Buffer } {
  const head: Uint8Array[] = [];
  const data: Buffer[] = [];
  for (let at = SIGNATURE.length + 25; at + 8 <= png.length;) {
    const end = at + 12 + png.readUInt32BE(at);
    const name = png.toString('latin1', at + 4, at + 8);
    if (name === 'IDAT') data.push(png.subarray(at + 8, end - 4));
    else if (data.length === 0) head.push(...keepChunk(name, png.subarray(at, end)));
    at = end;
  }
  return { head, data: Buffer.concat(data) };
}

/** A chunk for three colours instead of one grey; what only describes the greys goes. */
function keepChunk(name: string, chunk: Buffer): readonly Uint8Array[] {
  if (name === 'bKGD' || name === 'sBIT') return [];
  if (name !== 'tRNS') return [chunk];
  const clear = chunk.subarray(8, -4);
  return [writeChunk(name, Buffer.concat([clear, clear, clear]))];
}

function inflate(data: Buffer, size: number): Buffer | null {
  try {
    return inflateSync(data, { maxOutputLength: size });
  } catch {
    return null; // libvips says what is damaged
  }
}

function copyRows(from: Buffer, layout: Layout): Buffer {
  const { passes, sample, hasAlpha } = layout;
  const to = Buffer.alloc(sizeOf(layout, 3));
  let [read, written] = [0, 0];
  const copy = (bytes: number) => {
    for (let i = 0; i < bytes; i++) to[written++] = from[read + i] ?? 0;
  };
  for (const [pixels, rows] of passes)
    for (let row = 0; row < rows; row++) {
      copy(1);
      read += 1;
      for (let pixel = 0; pixel < pixels; pixel++) {
        for (let colour = 0; colour < 3; colour++) copy(sample);
        read += sample;
        if (hasAlpha) copy(sample);
        if (hasAlpha) read += sample;
      }
    }
  return to;
}
