import type { AdamState } from '../optimise/adam.ts';
import type { LossSums } from '../optimise/loss-sums.ts';
import { crc32c } from './crc32c.ts';
import type { CurveRow } from './curve-row.ts';

/** Unfinished training: all that the rest of the run depends on. Orders and draws follow from seed and step. */
export interface Checkpoint<Row = CurveRow> {
  /** What was being trained; a checkpoint of anything else is refused. */
  readonly identity: string;
  /** Optimiser steps so far. */
  readonly step: number;
  /** Losses of the epoch in progress, so far. */
  readonly sums: LossSums;
  /** One row per finished epoch. */
  readonly curves: readonly Row[];
  /** Step, loss and KL of every reading so far. [n, 3] */
  readonly readings: Float32Array;
  readonly parameters: Float32Array; // [P]
  readonly adam: AdamState;
  /** The moving average of the parameters, where one is kept. */
  readonly average?: Float32Array; // [P]
  /** AuC of the validation colours of the model that it started from; null where it started from none, or there was nothing to measure. */
  readonly startAuc: number | null;
  readonly best: { readonly auc: number | null; readonly parameters: Float32Array };
}

const MAGIC = 'TTCHECK4';
const PREFIX = MAGIC.length + 4;
const CRC_BYTES = 4;

/**
 * Magic, length of a JSON header (u32), the header, then float32 vectors: parameters, Adam's m and v, the best
 * epoch's parameters, the readings and, where there is one, the moving average; last the CRC-32C of all before.
 * Numbers are little endian.
 */
export function encodeCheckpoint(checkpoint: Checkpoint<unknown>): Uint8Array {
  const { parameters, adam, best, readings, average, ...rest } = checkpoint;
  const always = [parameters, adam.m, adam.v, best.parameters, readings];
  const vectors = average === undefined ? always : [...always, average];
  const lengths = vectors.map(({ length }) => length);
  const header: Header<unknown> = { ...rest, t: adam.t, bestAuc: best.auc, lengths };
  const json = new TextEncoder().encode(JSON.stringify(header));
  const bytes = new Uint8Array(sizeOf(json.length, lengths));
  const view = new DataView(bytes.buffer);
  bytes.set(new TextEncoder().encode(MAGIC));
  view.setUint32(MAGIC.length, json.length, true);
  bytes.set(json, PREFIX);
  let at = PREFIX + json.length;
  for (const vector of vectors) {
    bytes.set(new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength), at);
    at += vector.byteLength;
  }
  view.setUint32(at, crc32c(bytes.subarray(0, at)), true);
  return bytes;
}

/** Reads a checkpoint. Throws when the bytes are something else, cut short or changed. */
export function decodeCheckpoint<Row = CurveRow>(bytes: Uint8Array): Checkpoint<Row> {
  const { header, start } = readHeader<Row>(bytes);
  const vectors = readVectors(bytes, start, header.lengths);
  const [parameters, m, v, bestParameters, readings, average] = vectors as [
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array?,
  ];
  const { t, bestAuc, lengths: _, ...rest } = header;
  const best = { auc: bestAuc, parameters: bestParameters };
  return { ...rest, parameters, adam: { m, v, t }, best, readings, ...(average && { average }) };
}

interface Header<Row> extends Pick<Checkpoint<Row>, 'identity' | 'step' | 'sums' | 'curves' | 'startAuc'> {
  readonly t: number;
  readonly bestAuc: number | null;
  readonly lengths: readonly number[];
}

function readHeader<Row>(bytes: Uint8Array): { readonly header: Header<Row>; readonly start: number } {
  const text = new TextDecoder();
  if (bytes.length < PREFIX + CRC_BYTES || text.decode(bytes.subarray(0, MAGIC.length)) !== MAGIC)
    throw new Error(`checkpoint: expected ${MAGIC} at its start, got something else`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = bytes.length - CRC_BYTES;
  const [expected, found] = [view.getUint32(end, true), crc32c(bytes.subarray(0, end))];
  if (found !== expected)
    throw new Error(
      `checkpoint: expected bytes with the CRC-32C ${expected}, got ${found}: they are damaged`,
    );
  const start = PREFIX + view.getUint32(MAGIC.length, true);
  return { header: JSON.parse(text.decode(bytes.subarray(PREFIX, start))) as Header<Row>, start }; // written above
}

/** Copies, aligned: `slice` of a Buffer would share its memory. */
function readVectors(bytes: Uint8Array, start: number, lengths: readonly number[]): Float32Array[] {
  let at = start;
  return lengths.map((length) => {
    const vector = new Uint8Array(bytes.subarray(at, at + 4 * length));
    at += vector.length;
    return new Float32Array(vector.buffer);
  });
}

function sizeOf(header: number, lengths: readonly number[]): number {
  return PREFIX + header + 4 * lengths.reduce((sum, length) => sum + length, 0) + CRC_BYTES;
}
