import { describeHolder } from '@tintype/store/neutral';
import { showBytes, showDuration } from '@tintype/terminal/neutral';

import type { Fetched, ToldEvent } from '../events.ts';

/** Whom a stage waits for. */
export function describeWaiting({ holder }: Extract<ToldEvent, { type: 'waiting' }>): string {
  return `waits for ${describeHolder(holder, 'runs the same stage or cleans the store')}`;
}

/** How a stage ended: what it made, how much of it was computed, and in what time. */
export function describeEnd({
  headline,
  shards,
  reused,
  fetched,
  ms,
}: Extract<ToldEvent, { type: 'stage-done' }>): string {
  const [count, verb] = reused === shards ? [reused, 'reused'] : [shards - reused, 'computed'];
  const work = `${count} of ${shards} ${shards === 1 ? 'shard' : 'shards'} ${verb}`;
  return [`${headline} · ${work}`, ...describeFetched(fetched), showDuration(ms)].join(' · ');
}

/** What came from a remote: how much of it and from where. */
function describeFetched(fetched: Fetched | undefined): readonly string[] {
  if (fetched === undefined || fetched.shards === 0) return [];
  return [`${fetched.shards} from ${fetched.from}, ${showBytes(fetched.bytes)}`];
}
