import { MessageChannel } from 'node:worker_threads';

import { Piscina } from 'piscina';
import { from, mergeMap, Observable } from 'rxjs';

import type { Shard } from '@tintype/store';

import { shardError, type ShardExecutor } from './shard-executor.ts';
import type { ShardEvent, ShardNote, ShardProgress, ShardTask } from './shard-task.ts';

export interface PiscinaOptions {
  /** The built `shard.worker`. */
  readonly workerUrl: URL;
  readonly threads: number;
  readonly clock?: () => number;
}

/** Runs shards in a pool of threads of this process; the threads start with the first task. */
export function createPiscinaExecutor({
  workerUrl,
  threads,
  clock = () => performance.now(),
}: PiscinaOptions): ShardExecutor {
  let pool: Piscina | null = null;
  const start = () =>
    (pool ??= new Piscina({ filename: workerUrl.href, minThreads: 0, maxThreads: threads }));
  return {
    name: 'piscina',
    map: (tasks, { signal }) =>
      from(tasks).pipe(mergeMap((task) => runInPool(start(), task, { signal, clock }), threads)),
    close: async () => pool?.close({ force: true }),
  };
}

/** One task as a stream: its progress, then its result. Unsubscribing ends the thread that runs it. */
function runInPool(
  pool: Piscina,
  task: ShardTask,
  { signal, clock }: { readonly signal: AbortSignal; clock(): number },
): Observable<ShardEvent> {
  return new Observable<ShardEvent>((subscriber) => {
    const abandoned = new AbortController();
    const start = clock();
    const { port1: local, port2: remote } = new MessageChannel();
    const told = new Promise((resolve) => local.once('close', resolve)); // the thread closes its end after the last
    local.on('message', (event: ShardProgress | ShardNote) => subscriber.next(event));
    const run: Promise<readonly Shard[]> = pool.run(
      { task, events: remote },
      { transferList: [remote], signal: AbortSignal.any([signal, abandoned.signal]) },
    );
    run
      .then(async (shards) => {
        await told;
        subscriber.next({ type: 'shard-done', name: task.name, shards, ms: clock() - start });
        subscriber.complete();
      })
      .catch((cause: unknown) => subscriber.error(signal.aborted ? signal.reason : shardError(task, cause)))
      .finally(() => local.close());
    return () => abandoned.abort();
  });
}
