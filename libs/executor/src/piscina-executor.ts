import { MessageChannel, type ResourceLimits } from 'node:worker_threads';

import { describeError, readErrorCode, type Shard } from '@tintype/store';
import type { Piscina } from 'piscina';
import { defer, from, mergeMap, Observable } from 'rxjs';

import type { ThreadJob } from './shard.worker.ts';
import { shardError, type ShardExecutor } from './shard-executor.ts';
import type { ShardEvent, ShardNote, ShardProgress, ShardTask } from './shard-task.ts';

type ThreadPool = Piscina<ThreadJob, readonly Shard[]>;

export interface PiscinaOptions {
  /** The built `shard.worker`. */
  readonly workerUrl: URL;
  readonly threads: number;
  /** Of each thread; one that needs more ends. Default: Node's own. */
  readonly resourceLimits?: ResourceLimits;
  readonly clock?: () => number;
}

/**
 * Runs shards in a pool of threads of this process. The pool is loaded when tasks are likely, and then one thread
 * starts; the others start as tasks come.
 */
export function createPiscinaExecutor({
  workerUrl,
  threads,
  resourceLimits = {},
  clock = () => performance.now(),
}: PiscinaOptions): ShardExecutor {
  let pool: Promise<ThreadPool> | undefined;
  let prepared: Promise<unknown> | undefined;
  const open = async () => {
    const { Piscina } = await import('piscina');
    return new Piscina<ThreadJob, readonly Shard[]>({
      filename: workerUrl.href,
      minThreads: 0,
      maxThreads: threads,
      idleTimeout: Infinity, // by default a thread ends when no task waits for it, as between two waves
      resourceLimits,
    });
  };
  const start = () => (pool ??= open());
  const run = (task: ShardTask, signal: AbortSignal) =>
    defer(start).pipe(mergeMap((started) => runInPool(started, task, { signal, clock })));
  return {
    name: 'piscina',
    map: (tasks, { signal }) => from(tasks).pipe(mergeMap((task) => run(task, signal), threads)),
    prepare(load) {
      // What does not load fails the task that needs it, which says whose it is.
      prepared ??= start()
        .then((started) => started.run({ load }))
        .catch(() => {});
    },
    async close() {
      await prepared; // a thread that is ended while it loads native code can take the process with it
      await (await pool)?.close({ force: true });
    },
  };
}

/** One task as a stream: its progress, then its result. Unsubscribing ends the thread that runs it. */
function runInPool(
  pool: ThreadPool,
  task: ShardTask,
  { signal, clock }: { readonly signal: AbortSignal; clock(): number },
): Observable<ShardEvent> {
  return new Observable<ShardEvent>((subscriber) => {
    const abandoned = new AbortController();
    const start = clock();
    const { port1: local, port2: remote } = new MessageChannel();
    const told = new Promise((resolve) => local.once('close', resolve)); // the thread closes its end after the last
    local.on('message', (event: ShardProgress | ShardNote) => subscriber.next(event));
    const run = pool.run(
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
