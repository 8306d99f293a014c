import type { AdamState } from './adam.ts';
import type { CurveRow } from './train-event.ts';

/** Unfinished training after whole epochs: all that the rest of the run depends on. */
export interface Checkpoint {
  /** What was being trained; a checkpoint of anything else is refused. */
  readonly identity: string;
  /** One row per finished epoch. */
  readonly curves: readonly CurveRow[];
  readonly parameters: Float32Array; // [P]
  readonly adam: AdamState;
  readonly best: { readonly loss: number | null; readonly parameters: Float32Array };
}

const MAGIC = 'TTCHECK1';
const PREFIX = MAGIC.length + 4;

/**
 * Magic, length of a JSON header (u32, little endian), the header, then float32 little endian: parameters,
 * Adam's m and v, the best epoch's parameters.
 */
export function encodeCheckpoint(checkpoint: Checkpoint): Uint8Array {
  const { parameters, adam, best, ...rest } = checkpoint;
  const header = { ...rest, t: adam.t, best: { loss: best.loss }, size: parameters.length };
  const json = new TextEncoder().encode(JSON.stringify(header));
  const vectors = [parameters, adam.m, adam.v, best.parameters];
  const bytes = new Uint8Array(PREFIX + json.length + 16 * parameters.length);
  bytes.set(new TextEncoder().encode(MAGIC));
  new DataView(bytes.buffer).setUint32(MAGIC.length, json.length, true);
  bytes.set(json, PREFIX);
  vectors.forEach((v, i) => bytes.set(bytesOf(v), PREFIX + json.length + 4 * i * parameters.length));
  return bytes;
}

/** Reads a checkpoint. Throws when the bytes are something else, cut short, or of another training. */
export function decodeCheckpoint(bytes: Uint8Array, identity: string): Checkpoint {
  const text = new TextDecoder();
  if (bytes.length < PREFIX || text.decode(bytes.subarray(0, MAGIC.length)) !== MAGIC)
    throw new Error(
      `checkpoint: expected ${MAGIC} at its start, got something else; delete it to train afresh`,
    );
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(MAGIC.length, true);
  const header = JSON.parse(text.decode(bytes.subarray(PREFIX, PREFIX + length))) as Header; // written above
  const expected = PREFIX + length + 16 * header.size;
  if (bytes.length !== expected)
    throw new Error(`checkpoint: expected ${expected} bytes, got ${bytes.length}; delete it to train afresh`);
  if (header.identity !== identity)
    throw new Error(
      `checkpoint: expected one of ${identity}, got ${header.identity}; delete it to train afresh`,
    );
  const vector = (i: number) => floatsOf(bytes, PREFIX + length + 4 * i * header.size, header.size);
  const { t, size: _size, best, ...rest } = header;
  const adam = { m: vector(1), v: vector(2), t };
  return { ...rest, parameters: vector(0), adam, best: { ...best, parameters: vector(3) } };
}

interface Header extends Pick<Checkpoint, 'identity' | 'curves'> {
  readonly t: number;
  readonly size: number;
  readonly best: { readonly loss: number | null };
}

function bytesOf(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

/** A copy, aligned: `slice` of a Buffer would share its memory. */
function floatsOf(bytes: Uint8Array, start: number, length: number): Float32Array {
  return new Float32Array(new Uint8Array(bytes.subarray(start, start + 4 * length)).buffer);
}
