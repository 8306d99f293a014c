import type { ShardDone, ShardEvent } from '@tintype/executor';
import type { Holder, Manifest } from '@tintype/store';

/** Blobs that come from a remote; counts of shards are those of a wave. At the end, `total` is what has come. */
export interface FetchEvent {
  readonly type: 'fetch';
  readonly stage: string;
  /** The address of the remote. */
  readonly from: string;
  readonly done: Amount;
  readonly total: Amount;
}

export interface Amount {
  readonly shards: number;
  readonly bytes: number;
}

/** What a stage took from a remote. */
export interface Fetched extends Amount {
  readonly from: string;
}

/** What happens in a stage's life, in order; libraries emit these and never print. */
export type RunEvent =
  | { readonly type: 'waiting'; readonly stage: string; readonly holder: Holder }
  | { readonly type: 'note'; readonly stage: string; readonly text: string }
  | FetchEvent
  | { readonly type: 'wave'; readonly stage: string; readonly total: number; readonly reused: number }
  | ({ readonly stage: string } & ShardEvent)
  | {
      readonly type: 'stage-done';
      readonly stage: string;
      readonly headline: string;
      readonly details: readonly string[];
      readonly shards: number;
      readonly reused: number;
      /** Of the reused shards those from a remote; absent where there are none. */
      readonly fetched?: Fetched;
      readonly ms: number;
      readonly manifest: Manifest;
    };

/** What of an event a person is told of; it is plain data, and travels between processes. */
export type ToldEvent =
  | Exclude<RunEvent, { readonly type: 'shard-done' | 'stage-done' }>
  | ({ readonly stage: string } & Omit<ShardDone, 'shards'>)
  | Omit<Extract<RunEvent, { readonly type: 'stage-done' }>, 'manifest'>;

/** Without the artefacts, which are in the store. */
export function toTold(event: RunEvent): ToldEvent {
  switch (event.type) {
    case 'shard-done': {
      const { shards: _, ...told } = event;
      return told;
    }
    case 'stage-done': {
      const { manifest: _, ...told } = event;
      return told;
    }
    default:
      return event;
  }
}
