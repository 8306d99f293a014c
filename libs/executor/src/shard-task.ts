import type { Digest, Fingerprint, Json, Shard } from '@tintype/store';

/** Bytes that a computation reads, with the name under which the artefact above it knows them. */
export interface ShardInput {
  readonly name: string;
  readonly sha256: Digest;
  /** Where the bytes lie on this machine: a blob of the store, or a photo. Never part of a fingerprint. */
  readonly path: string;
}

/** All that one computation needs, as plain data: it travels to a thread, a process or another machine. */
export interface ShardTask {
  readonly name: string;
  readonly fingerprint: Fingerprint;
  /** Module that exports the computation, and the name of the export. */
  readonly module: string;
  readonly compute: string;
  readonly settings: Json;
  readonly inputs: readonly ShardInput[];
  /** Blobs that hold some of the result already; the bytes are the same with and without them. */
  readonly reuse: readonly ShardInput[];
  /** Whether the computation keeps checkpoints. */
  readonly resumable: boolean;
  /** Whether the computation checks what it reads itself. */
  readonly checksInputs: boolean;
  readonly storeRoot: string;
}

/** What a running computation says of itself: `done` of `total`, with figures worth watching. */
export interface ShardProgress {
  readonly type: 'shard-progress';
  readonly name: string;
  readonly done: number;
  readonly total: number;
  readonly figures: Readonly<Record<string, number | string>>;
}

/** What a person should know of a running computation, in one line; it stays on the screen. */
export interface ShardNote {
  readonly type: 'shard-note';
  readonly name: string;
  readonly text: string;
}

export interface ShardDone {
  readonly type: 'shard-done';
  readonly name: string;
  readonly shards: readonly Shard[];
  /** How long it took where it ran, in milliseconds. */
  readonly ms: number;
}

export type ShardEvent = ShardProgress | ShardNote | ShardDone;
