import type { Shard } from '@tintype/store';

import { groupByComputation } from './group-by-computation.ts';

/**
 * Throws where a stage keeps some of what a computation gave and not all: the next run takes the shards of a computation
 * from the manifest, and would miss the others.
 */
export function refuseParts(stage: string, kept: readonly Shard[], made: readonly Shard[]): void {
  const whole = groupByComputation(made);
  for (const [fingerprint, shards] of groupByComputation(kept)) {
    const all = whole.get(fingerprint)?.length ?? 0;
    if (shards.length !== all)
      throw new Error(
        `Internal error: ${stage}: expected all ${all} shards of the computation that gave ${shards[0]?.name}, got ${shards.length}`,
      );
  }
}
