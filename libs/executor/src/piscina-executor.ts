import { MessageChannel, type ResourceLimits } from 'node:worker_threads';

import { describeError, readErrorCode } from '@tintype/store';
import type { Piscina } from 'piscina';
import { defer, from, mergeMap, Observable } from 'rxjs';

import { inBatches } from './in-batches.ts';
import type { ThreadJob, ThreadStart } from './shard.worker.ts';
import { type MapOptions, shardError, type ShardExecutor } from './shard-executor.ts';
import type { ShardEvent, ShardTask } from './shard-task.ts';
import type { ThreadMessage } from './thread-message.ts';

type ThreadPool = Piscina<ThreadJob, void>;

export interface PiscinaOptions {
  /** The built `shard.worker`. */
  readonly workerUrl: URL;
  readonly threads: number;
  /** Of each thread; one that needs more ends. Default: Node's own. */
  readonly resourceLimits?: ResourceLimits;
}

/**
 * Runs shards in a pool of threads of this process. The pool is loaded when tasks are likely, and then one thread
 * starts; the others start as tasks come.
 */
export function createPiscinaExecutor({
  workerUrl,
  threads,
  resourceLimits = {},
}: PiscinaOptions): ShardExecutor {
  let pool: Promise<ThreadPool> | undefined;
  let untaken: string | null = null; // the module that a thread loads before there is a task
  const open = async (load: string | null) => {
    const { Piscina } = await import('piscina');
    const workerData: ThreadStart = { load };
    return new Piscina<ThreadJob, void>({
      filename: workerUrl.href,
      minThreads: load === null ? 0 : 1,
      maxThreads: threads,
      idleTimeout: Infinity, // by default a thread ends when no task waits for it, as between two waves
      ...{ resourceLimits, workerData },
    });
  };
  const start = () => {
    untaken = null;
    return (pool ??= open(null));
  };
  const run = (tasks: readonly ShardTask[], options: MapOptions) =>
    defer(start).pipe(mergeMap((started) => runInPool(started, tasks, options)));
  return {
    name: 'piscina',
    map: (tasks, options) =>
      from(inBatches(tasks, threads)).pipe(mergeMap((batch) => run(batch, options), threads)),
    prepare(module) {
      if (pool !== undefined) return;
      untaken = module;
      pool = open(module);
      pool.catch(() => {}); // told to whoever has a task
    },
    async close() {
      const started = await pool;
      // A thread that is ended while it loads native code can take the process with it.
      if (untaken !== null) await started?.run({ load: untaken }).catch(() => {});
      await started?.close({ force: true });
    },
  };
}

/** A batch as a stream: what happens to each of its tasks. Unsubscribing ends the thread that runs it. */
function runInPool(
  pool: ThreadPool,
  tasks: readonly ShardTask[],
  { signal, run: runOf = '' }: MapOptions,
): Observable<ShardEvent> {
  return new Observable<ShardEvent>((subscriber) => {
    const abandoned = new AbortController();
    const { port1: local, port2: remote } = new MessageChannel();
    const told = new Promise((resolve) => local.once('close', resolve)); // the thread closes its end after the last
    let begun: string | undefined;
    local.on('message', (message: ThreadMessage) => {
      if (message.type === 'shard-begun') begun = message.name;
      else subscriber.next(message);
    });
    const run = pool.run(
      { run: runOf, tasks, messages: remote },
      { transferList: [remote], signal: AbortSignal.any([signal, abandoned.signal]) },
    );
    const explain = (cause: unknown) => {
      const [first] = tasks;
      const task = tasks.find(({ key }) => key.name === begun) ?? first;
      return hasEnded(cause) && task !== undefined ? shardError(task, explainEnd(cause)) : cause;
    };
    run
      .then(async () => {
        await told;
        subscriber.complete();
      })
      .catch((cause: unknown) => subscriber.error(signal.aborted ? signal.reason : explain(cause)))
      .finally(() => local.close());
    return () => abandoned.abort();
  });
}

const ENDED = /^worker exited/;
const OUT_OF_MEMORY = 'ERR_WORKER_OUT_OF_MEMORY';

/** Whether a thread ended before its tasks did; it then did not name the shard. */
function hasEnded(cause: unknown): boolean {
  return readErrorCode(cause) === OUT_OF_MEMORY || ENDED.test(describeError(cause));
}

/** A thread that ended before its task did says why, but not what to do. */
function explainEnd(cause: unknown): unknown {
  const message = describeError(cause);
  return new Error(
    readErrorCode(cause) === OUT_OF_MEMORY
      ? `${message}; run again with more (NODE_OPTIONS=--max-old-space-size=<MB>) or with smaller shards`
      : `${message}; the shards that are done are kept: run again`,
    { cause },
  );
}
