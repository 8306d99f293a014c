import type { SHARE_ENV } from 'node:worker_threads';

import { Piscina } from 'piscina';

export interface ThreadOptions {
  /** A built module whose default export does a task. */
  readonly workerUrl: URL;
  readonly threads: number;
  /** What every thread is given when it starts, as its `workerData`. Default: nothing. */
  readonly setup?: unknown;
  /** Tasks that wait in a thread itself, so that it goes on while the one that asks is busy. Default: one at a time. */
  readonly each?: number;
  /** `SHARE_ENV`: what a thread sets holds for the process, so that native libraries see it. Default: a copy. */
  readonly env?: typeof SHARE_ENV;
}

/** Threads that do small tasks, in whatever order they come. */
export interface Threads<Task, Result> {
  readonly count: number;
  /** What is named in `moved` goes to the thread instead of a copy, and is empty here from then on. */
  run(task: Task, moved?: readonly ArrayBuffer[]): Promise<Result>;
  close(): Promise<void>;
}

/** Small tasks leave little behind; by default each thread would keep some 30 MB for it. */
const YOUNG_MB = 8;

/** Starts threads with the first task and keeps them until they are closed. */
export function openThreads<Task, Result>({
  workerUrl,
  threads,
  setup,
  each = 1,
  env,
}: ThreadOptions): Threads<Task, Result> {
  let pool: Piscina<Task, Result> | null = null;
  const start = () =>
    (pool ??= new Piscina<Task, Result>({
      filename: workerUrl.href,
      minThreads: threads,
      maxThreads: threads,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
      workerData: setup,
      concurrentTasksPerWorker: each,
      ...(env && { env }),
    }));
  return {
    count: threads,
    run: (task, moved = []) => start().run(task, { transferList: [...moved] }),
    close: async () => pool?.close({ force: true }),
  };
}
