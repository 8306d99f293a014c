import type { Digest, Json, TakeBytes } from '@tintype/store';

import type { Memory } from './memory.ts';
import type { ShardProgress } from './shard-task.ts';

/** Bytes that a computation reads. They verify themselves: those of another address are an error. */
export interface Input {
  readonly name: string;
  readonly sha256: Digest;
  /** In memory that `take` gives, such as the task's own. */
  read(take?: TakeBytes): Promise<Uint8Array>;
  /** A file that holds them, for whoever reads it piece by piece. */
  file(): Promise<string>;
}

/** A blob that holds some of the result already. */
export interface ReusableInput {
  readonly name: string;
  readonly sha256: Digest;
  /**
   * Its bytes; null when it is gone or damaged, or when `isWanted` says no. It is asked first, of bytes that may be
   * damaged, as hashing is what takes long.
   */
  readIfIntact(isWanted?: (bytes: Uint8Array) => boolean): Promise<Uint8Array | null>;
}

/** What a stage's computation is given. Its bytes may depend on `name`, `settings` and `inputs` alone. */
export interface ShardRequest<Settings = Json> {
  readonly name: string;
  readonly settings: Settings;
  readonly inputs: readonly Input[];
  /** From which it may copy what it would compute; its bytes must not depend on them. */
  readonly reuse: readonly ReusableInput[];
  /** Scratch space that survives a crash, for checkpoints; removed when the computation is done. */
  readonly checkpoints: string;
  /** For what is large of its work and its result; both are gone once the result is committed. */
  readonly memory: Memory;
  readonly signal: AbortSignal;
  progress(progress: Omit<ShardProgress, 'type' | 'name'>): void;
  /** One line that a person should see. */
  note(text: string): void;
}

export interface ShardOutput {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly rows: number;
  readonly table?: string;
  /** What later planning needs without opening the bytes; typed by the table's facts. */
  readonly facts?: Readonly<Record<string, Json>>;
}

/** A computation: pure but for reading its inputs and reporting progress. */
export type Compute<Settings = Json> = (request: ShardRequest<Settings>) => Promise<readonly ShardOutput[]>;
