import type { ShardDone, ShardEvent } from '@tintype/executor';
import type { Holder, Manifest } from '@tintype/store';

/** What happens in a stage's life, in order; libraries emit these and never print. */
export type RunEvent =
  | { readonly type: 'waiting'; readonly stage: string; readonly holder: Holder }
  | { readonly type: 'note'; readonly stage: string; readonly text: string }
  | { readonly type: 'wave'; readonly stage: string; readonly total: number; readonly reused: number }
  | ({ readonly stage: string } & ShardEvent)
  | {
      readonly type: 'stage-done';
      readonly stage: string;
      readonly headline: string;
      readonly details: readonly string[];
      readonly shards: number;
      readonly reused: number;
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
