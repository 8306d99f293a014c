import type { ShardEvent } from '@tintype/executor';
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
