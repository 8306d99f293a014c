import { type Checkpoint, decodeCheckpoint } from './checkpoint.ts';
import type { CurveRow } from './curve-row.ts';

/** Where the checkpoints of one training lie. */
export interface CheckpointStore {
  /** Those that are kept, the newest first. */
  load(): AsyncIterable<Uint8Array>;
  /** Adds the one of optimiser step `step`, whole or not at all, and keeps the one before it. */
  save(bytes: Uint8Array, step: number): Promise<void>;
}

/**
 * The newest checkpoint that is whole; null when there is none. Damaged ones are told to `onDamaged`.
 * Throws when the checkpoint is of another training than `identity`.
 */
export async function loadNewest<Row = CurveRow>(
  store: CheckpointStore,
  identity: string,
  onDamaged: (reason: string) => void,
): Promise<Checkpoint<Row> | null> {
  for await (const bytes of store.load()) {
    const checkpoint = decodedOrNull<Row>(bytes, onDamaged);
    if (checkpoint === null) continue;
    if (checkpoint.identity === identity) return checkpoint;
    throw new Error(
      `checkpoint: expected one of ${identity}, got ${checkpoint.identity}; delete it to train afresh`,
    );
  }
  return null;
}

function decodedOrNull<Row>(bytes: Uint8Array, onDamaged: (reason: string) => void): Checkpoint<Row> | null {
  try {
    return decodeCheckpoint<Row>(bytes);
  } catch (error) {
    onDamaged(error instanceof Error ? error.message : String(error));
    return null;
  }
}
