import type { ReadPart } from '../check/reading.ts';

/** Gives bytes `start` to `end`, exclusive, which lie within the file. */
export type ReadRange = (start: number, end: number) => Promise<Uint8Array>;

const BLOCK_BYTES = 1 << 15;

/**
 * Reads small parts in blocks, each of them once: the ends of a file and the heads of its batches are many small parts
 * beside each other. Large parts are read as they are. `from` names the file in errors.
 */
export function readInBlocks(readRange: ReadRange, size: number, from: string): ReadPart {
  const blocks = new Map<number, Promise<Uint8Array>>();
  const blockAt = (index: number): Promise<Uint8Array> => {
    const known = blocks.get(index);
    if (known) return known;
    const start = index * BLOCK_BYTES;
    const block = readFully(readRange, start, Math.min(size, start + BLOCK_BYTES), from);
    blocks.set(index, block);
    block.catch(() => blocks.delete(index)); // so that it is tried again
    return block;
  };
  return async ({ position, length }) => {
    const end = position + length;
    if (length === 0) return new Uint8Array();
    const [first, last] = [Math.floor(position / BLOCK_BYTES), Math.floor((end - 1) / BLOCK_BYTES)];
    if (last > first + 1) return readFully(readRange, position, end, from);
    const [one, other] = await Promise.all([blockAt(first), last > first ? blockAt(last) : null]);
    const offset = position - first * BLOCK_BYTES;
    if (other === null) return one.subarray(offset, offset + length);
    const joined = new Uint8Array(length);
    joined.set(one.subarray(offset));
    joined.set(other.subarray(0, end - last * BLOCK_BYTES), BLOCK_BYTES - offset);
    return joined;
  };
}

async function readFully(
  readRange: ReadRange,
  start: number,
  end: number,
  from: string,
): Promise<Uint8Array> {
  const bytes = await readRange(start, end);
  if (bytes.length === end - start) return bytes;
  throw new Error(`${from}: truncated: expected ${end - start} bytes at ${start}, got ${bytes.length}`);
}
