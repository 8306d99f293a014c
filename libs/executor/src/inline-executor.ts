import { from, mergeMap, Observable } from 'rxjs';

import { createMemory } from './memory.ts';
import type { Verified } from './open-input.ts';
import { runShard } from './run-shard.ts';
import { shardError, type ShardExecutor } from './shard-executor.ts';
import type { ShardEvent, ShardNote, ShardProgress, ShardTask } from './shard-task.ts';

/** Runs shards one after the other in the caller's own thread: for debugging, and where threads are not to be had. */
export function createInlineExecutor(clock = () => performance.now()): ShardExecutor {
  const verified: Verified = new Set();
  const memory = createMemory();
  return {
    name: 'inline',
    map: (tasks, { signal }) =>
      from(tasks).pipe(mergeMap((task) => runHere(task, { signal, verified, memory, clock }), 1)),
    close: async () => {},
  };
}

interface Here {
  readonly verified: Verified;
  readonly memory: ReturnType<typeof createMemory>;
  clock(): number;
}

function runHere(
  task: ShardTask,
  { signal, verified, memory, clock }: Here & { readonly signal: AbortSignal },
): Observable<ShardEvent> {
  return new Observable<ShardEvent>((subscriber) => {
    const abandoned = new AbortController();
    const either = AbortSignal.any([signal, abandoned.signal]);
    const start = clock();
    const run = async () => {
      either.throwIfAborted();
      const lent = memory.lend();
      const emit = (event: ShardProgress | ShardNote) => subscriber.next(event);
      return runShard(task, { signal: either, verified, memory: lent, emit }).finally(lent.giveBack);
    };
    run()
      .then((shards) => {
        subscriber.next({ type: 'shard-done', name: task.key.name, shards, ms: clock() - start });
        subscriber.complete();
      })
      .catch((cause: unknown) => subscriber.error(signal.aborted ? signal.reason : shardError(task, cause)));
    return () => abandoned.abort();
  });
}
