import type { TakeBytes } from '@tintype/store';

/** Memory for what is large: what a task takes serves later tasks of its thread when it has ended. */
export interface Memory {
  /** So many bytes, which begin at a multiple of 8 and hold whatever an earlier task left in them. */
  readonly take: TakeBytes;
}

/** Memory lent to one task. */
export interface LentMemory extends Memory {
  /** To be done when nobody reads or writes what was taken any more. */
  giveBack(): void;
  /** The same of all pieces but those in which something lies that is still read. */
  giveBackAllBut(read: readonly Uint8Array[]): void;
}

/** Pieces that are kept for later tasks, in bytes. */
const MOST_KEPT = 134_217_728;
/** Pieces are as large as powers of 2, so that shards of nearly the same size share them. */
const SMALLEST = 2 ** 16;

/**
 * Memory that the tasks of a thread use in turn. Asked of the system for each shard, it would be cleared page by page, and
 * collecting it took a third of the time of a conversion.
 */
export function createMemory(): { lend(): LentMemory } {
  const free: ArrayBuffer[] = [];
  const keep = (piece: ArrayBuffer) => {
    const kept = free.reduce((sum, { byteLength }) => sum + byteLength, piece.byteLength);
    if (kept <= MOST_KEPT) free.push(piece);
  };
  return {
    lend() {
      let taken: readonly ArrayBuffer[] = [];
      const giveBackAllBut = (read: readonly Uint8Array[]) => {
        const isRead = (piece: ArrayBuffer) => read.some(({ buffer }) => buffer === piece);
        taken.filter((piece) => !isRead(piece)).forEach(keep);
        taken = taken.filter(isRead);
      };
      return {
        take(bytes) {
          const size = 2 ** Math.ceil(Math.log2(Math.max(SMALLEST, bytes)));
          const found = free.findLastIndex(({ byteLength }) => byteLength === size); // used last, so it is in the cache
          const [piece = new ArrayBuffer(size)] = found < 0 ? [] : free.splice(found, 1);
          taken = [...taken, piece];
          return new Uint8Array(piece, 0, bytes);
        },
        giveBackAllBut,
        giveBack: () => giveBackAllBut([]),
      };
    },
  };
}
