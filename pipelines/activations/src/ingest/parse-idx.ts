import { gunzipSync } from 'node:zlib';

import { describeError } from '@tintype/store';

/** Pictures of an IDX file. */
export interface IdxImages {
  readonly pixels: Uint8Array; // [count, height, width]
  readonly count: number;
  readonly height: number;
  readonly width: number;
}

const UNSIGNED_BYTE = 0x08;
const GZIP = [0x1f, 0x8b] as const;

/**
 * Reads a file of pictures in the IDX format (http://yann.lecun.com/exdb/mnist), gzipped or plain: zero, zero, type,
 * number of axes, the length of each axis as a big-endian u32, then the values. `place` names the file in errors.
 */
export function parseIdxImages(bytes: Uint8Array, place: string): IdxImages {
  const { values, sides } = parseIdx(bytes, { place, axes: 3, holds: 'pictures' });
  const [count = 0, height = 0, width = 0] = sides;
  return { pixels: values, count, height, width };
}

/** Reads a file of labels in the IDX format. → [count] */
export function parseIdxLabels(bytes: Uint8Array, place: string): Uint8Array {
  return parseIdx(bytes, { place, axes: 1, holds: 'labels' }).values;
}

interface Expected {
  readonly place: string;
  readonly axes: number;
  readonly holds: string;
}

function parseIdx(packed: Uint8Array, { place, axes, holds }: Expected) {
  const bytes = unpack(packed, place);
  const header = 4 + 4 * axes;
  const start = [0, 0, UNSIGNED_BYTE, axes];
  if (bytes.length < header || start.some((byte, i) => bytes[i] !== byte))
    throw new Error(
      `${place}: expected an IDX file of ${holds}, which starts with the bytes ${start.join(' ')}, got ${bytes.length} bytes that start with ${[...bytes.subarray(0, 4)].join(' ')}`,
    );
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const sides = Array.from({ length: axes }, (_, axis) => view.getUint32(4 + 4 * axis));
  const size = sides.reduce((product, side) => product * side, 1);
  if (bytes.length !== header + size)
    throw new Error(
      `${place}: expected ${header + size} bytes for ${sides.join(' × ')} ${holds}, got ${bytes.length}: it is ${bytes.length < header + size ? 'truncated' : 'longer than its header says'}; get it again`,
    );
  return { values: bytes.subarray(header), sides };
}

function unpack(bytes: Uint8Array, place: string): Uint8Array {
  if (GZIP.some((byte, i) => bytes[i] !== byte)) return bytes;
  try {
    return gunzipSync(bytes);
  } catch (error) {
    throw new Error(
      `${place}: expected a whole gzip file, got one that does not unpack: ${describeError(error)}; get it again`,
    );
  }
}
