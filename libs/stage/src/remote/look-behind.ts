import { describeFault, mapConcurrently, type RemoteFault, type Shard } from '@tintype/store';

import type { LookedUp } from '../run/make-shards.ts';
import type { StageRun } from '../run/stage-run.ts';

/** Requests that are mostly waiting. */
export const REQUESTS_AT_ONCE = 32;

/** What the remote says of shards that the store has not. */
export interface SeenThere {
  /** What a record there names; null where there is none, or none that is sound. */
  readonly shards: readonly Shard[] | null;
  /** Whether something there is lost or forged, and is to be written anew. */
  readonly isDamaged: boolean;
}

/** Looks behind the store for what it has not: records alone, nothing is brought. */
export async function lookBehind(
  all: readonly LookedUp[],
  { store: { remote }, signal }: StageRun,
  note: (text: string) => void,
): Promise<readonly LookedUp[]> {
  if (remote === null) return all;
  return mapConcurrently(all, REQUESTS_AT_ONCE, async (wanted) => {
    if (wanted.shards !== null) return wanted;
    let isDamaged = false;
    const onFault = (fault: RemoteFault) => {
      isDamaged = true;
      note(describeDamage(fault));
    };
    const shards = await remote.look(wanted.fingerprint, { signal, onFault });
    return { ...wanted, there: { shards, isDamaged } };
  });
}

/** An object that is lost or forged, and what becomes of the shard. */
export function describeDamage(fault: RemoteFault): string {
  return `${describeFault(fault)}; it does not count, and is computed anew`;
}
