import { describeHolder } from '@tintype/store/neutral';
import { showDuration } from '@tintype/terminal/neutral';

import type { ToldEvent } from './events.ts';

/** Whom a stage waits for. */
export function describeWaiting({ holder }: Extract<ToldEvent, { type: 'waiting' }>): string {
  return `waits for ${describeHolder(holder, 'runs the same stage or cleans the store')}`;
}

/** How a stage ended: what it made, how much of it was computed, and in what time. */
export function describeEnd({
  headline,
  shards,
  reused,
  ms,
}: Extract<ToldEvent, { type: 'stage-done' }>): string {
  const [count, verb] = reused === shards ? [reused, 'reused'] : [shards - reused, 'computed'];
  const work = `${count} of ${shards} ${shards === 1 ? 'shard' : 'shards'} ${verb}`;
  return `${headline} · ${work} · ${showDuration(ms)}`;
}
