import { MessageChannel, type ResourceLimits } from 'node:worker_threads';

import { describeError, readErrorCode, type Shard } from '@tintype/store';
import type { Piscina } from 'piscina';
import { defer, from, mergeMap, Observable } from 'rxjs';

import { shardError, type ShardExecutor } from './shard-executor.ts';
import type { ShardEvent, ShardNote, ShardProgress, ShardTask } from './shard-task.ts';

export interface PiscinaOptions {
  /** The built `shard.worker`. */
  readonly workerUrl: URL;
  readonly threads: number;
  /** Of each thread; one that needs more ends. Default: Node's own. */
  readonly resourceLimits?: ResourceLimits;
  readonly clock?: () => number;
}

/** Runs shards in a pool of threads of this process; the pool is loaded and the threads start with the first task. */
export function createPiscinaExecutor({
  workerUrl,
  threads,
  resourceLimits = {},
  clock = () => performance.now(),
}: PiscinaOptions): ShardExecutor {
  let pool: Promise<Piscina> | undefined;
  const start = async () => {
    const { Piscina } = await import('piscina');
    return new Piscina({
      filename: workerUrl.href,
      minThreads: 0,
      maxThreads: threads,
      idleTimeout: Infinity, // by default a thread ends when no task waits for it, as between two waves
      resourceLimits,
    });
  };
  const run = (task: ShardTask, signal: AbortSignal) =>
    defer(() => (pool ??= start())).pipe(mergeMap((started) => runInPool(started, task, { signal, clock })));
  return {
    name: 'piscina',
    map: (tasks, { signal }) => from(tasks).pipe(mergeMap((task) => run(task, signal), threads)),
    close: async () => (await pool)?.close({ force: true }),
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
        subscriber.next({ type: 'shard-done', name: task.key.name, shards, ms: clock() - start });
        subscriber.complete();
      })
      .catch((cause: unknown) =>
        subscriber.error(signal.aborted ? signal.reason : shardError(task, explainEnd(cause))),
      )
      .finally(() => local.close());
    return () => abandoned.abort();
  });
}

/** A thread that ended before its task did says why, but not what to do. */
function explainEnd(cause: unknown): unknown {
  const message = describeError(cause);
  if (readErrorCode(cause) === 'ERR_WORKER_OUT_OF_MEMORY')
    return new Error(
      `${message}; run again with more (NODE_OPTIONS=--max-old-space-size=<MB>) or with smaller shards`,
      { cause },
    );
  return /^worker exited/.test(message)
    ? new Error(`${message}; the shards that are done are kept: run again`, { cause })
    : cause;
}
