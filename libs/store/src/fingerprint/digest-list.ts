import { type Digest, parseDigest } from './digest.ts';

const BYTES = 32;

/** Digests in 32 bytes each, where a text takes 80: lists of photos are long. */
export interface DigestList {
  readonly length: number;
  /** @param index 0 … length − 1 */
  at(index: number): Digest;
  /** One of the 256 bits of a digest; 0 is the first of its first digit. */
  bitAt(index: number, bit: number): number;
  /** The indices in the order of their digests; equal ones stay in theirs. */
  sorted(): Uint32Array;
  isEqual(index: number, other: number): boolean;
}

/** A list that grows. */
export interface GrowingDigests {
  /** @throws Error for what is no digest, and for one too many */
  add(digest: string): void;
  /** What has been added so far. */
  list(): DigestList;
}

/** @param most how many may be added */
export function growDigests(most: number): GrowingDigests {
  const bytes = Buffer.alloc(BYTES * most);
  let length = 0;
  return {
    add: (digest) => {
      if (length === most) throw new Error(`Internal error: expected at most ${most} digests, got more`);
      if (bytes.write(digest, BYTES * length, 'hex') !== BYTES) parseDigest(digest); // which says what is wrong
      length += 1;
    },
    list: () => listPacked(bytes.subarray(0, BYTES * length)),
  };
}

export function packDigests(digests: readonly string[]): DigestList {
  const packed = growDigests(digests.length);
  for (const digest of digests) packed.add(digest);
  return packed.list();
}

/** Digests that lie one behind the other in `bytes`. */
function listPacked(bytes: Buffer): DigestList {
  const length = bytes.length / BYTES;
  let order: Uint32Array | null = null; // asked for once for each split
  const compare = (index: number, other: number) =>
    bytes.compare(bytes, BYTES * other, BYTES * (other + 1), BYTES * index, BYTES * (index + 1));
  return {
    length,
    at: (index) => bytes.toString('hex', BYTES * index, BYTES * (index + 1)) as Digest,
    bitAt: (index, bit) => ((bytes[BYTES * index + (bit >> 3)] ?? 0) >> (7 - (bit & 7))) & 1,
    isEqual: (index, other) => compare(index, other) === 0,
    sorted: () => (order ??= sortIndices(bytes, compare)),
  };
}

function sortIndices(bytes: Buffer, compare: (index: number, other: number) => number): Uint32Array {
  const length = bytes.length / BYTES;
  const starts = Float64Array.from({ length }, (_, index) => bytes.readUIntBE(BYTES * index, START));
  const startOf = (index: number) => starts[index] ?? 0;
  return Uint32Array.from({ length }, (_, index) => index).sort(
    (one, other) => startOf(one) - startOf(other) || compare(one, other) || one - other,
  );
}

/** Bytes that a number holds exactly, and that tell most digests apart. */
const START = 6;
