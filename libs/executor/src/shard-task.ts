import type { Digest, Fingerprint, Json, RemoteAddress, Shard } from '@tintype/store';

/** Bytes that a computation reads, as plain data: what they are called, and their address. */
export interface ShardInput {
  /** The name under which the artefact above knows them. */
  readonly name: string;
  readonly sha256: Digest;
  /** Where a file from outside the store lies on this machine, such as a photo. A blob lies at its address. */
  readonly path?: string;
}

/** All that determines the bytes of a shard, beside the version and the code of its stage. */
export interface ShardKey {
  /** Part of what is recorded. */
  readonly name: string;
  /** The computation: an export of the stage's module. */
  readonly compute: string;
  /** The settings that this computation reads, and no others. */
  readonly settings: Json;
  /** By name and content; where they lie does not count. */
  readonly inputs: readonly ShardInput[];
}

/** What a computation uses besides one core, where machines are shared out by it, as on a cluster. */
export interface ShardResources {
  /** Whether it keeps all cores of a machine busy, or its share of them where it has a GPU. */
  readonly cpus: 'one' | 'all';
  /** Whether it is quicker with a GPU of its own; it runs without where the cluster has none. */
  readonly gpu: boolean;
}

/** All that one computation needs, as plain data: it travels to a thread, a process or another machine. */
export interface ShardTask {
  readonly key: ShardKey;
  readonly fingerprint: Fingerprint;
  /** Module that exports the computation. */
  readonly module: string;
  /** Whether the computation keeps checkpoints. */
  readonly resumable: boolean;
  /** Blobs that hold some of the result already; the bytes are the same with and without them. */
  readonly reuse: readonly ShardInput[];
  readonly storeRoot: string;
  /** What lies behind that store: inputs come from there, and results go there. */
  readonly remote: RemoteAddress | null;
  /** Absent: one core. */
  readonly resources?: ShardResources;
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
  /** How long ago that was, where others were committed with it, in milliseconds. Default: 0. */
  readonly agoMs?: number;
}

export type ShardEvent = ShardProgress | ShardNote | ShardDone;
