import type { Fingerprint, Json } from '@tintype/store';

import type { ShardInput, ShardProgress } from './shard-task.ts';

/** What a stage's computation is given. Its bytes may depend on `name`, `settings` and `inputs` alone. */
export interface ShardRequest<Settings = Json> {
  readonly name: string;
  readonly fingerprint: Fingerprint;
  readonly settings: Settings;
  readonly inputs: readonly ShardInput[];
  /** Blobs from which it may copy what it would compute; its bytes must not depend on them. */
  readonly reuse: readonly ShardInput[];
  /** Scratch space that survives a crash, for checkpoints; removed when the computation is done. */
  readonly checkpoints: string;
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
  readonly facts?: Readonly<Record<string, string | number | boolean>>;
}

/** A computation: pure but for reading its inputs and reporting progress. */
export type Compute<Settings = Json> = (request: ShardRequest<Settings>) => Promise<readonly ShardOutput[]>;
