import type { CheckpointStore } from '../checkpoints/resume.ts';

/** Keeps the last two checkpoints in memory, newest first, for tests. */
export function memoryCheckpoints(
  kept: Uint8Array[] = [],
): CheckpointStore & { readonly kept: Uint8Array[] } {
  return {
    kept,
    async *load() {
      yield* kept;
    },
    async save(bytes) {
      kept.unshift(bytes);
      kept.splice(2);
    },
  };
}
