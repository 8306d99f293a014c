import { Piscina } from 'piscina';

export interface ThreadOptions {
  /** A built module whose default export does a task. */
  readonly workerUrl: URL;
  readonly threads: number;
}

/** Threads that do small tasks, in whatever order they come. */
export interface Threads<Task, Result> {
  readonly count: number;
  run(task: Task): Promise<Result>;
  close(): Promise<void>;
}

/** Small tasks leave little behind; by default each thread would keep some 30 MB for it. */
const YOUNG_MB = 8;

/** Starts threads with the first task and keeps them until they are closed. */
export function openThreads<Task, Result>({ workerUrl, threads }: ThreadOptions): Threads<Task, Result> {
  let pool: Piscina<Task, Result> | null = null;
  const start = () =>
    (pool ??= new Piscina<Task, Result>({
      filename: workerUrl.href,
      minThreads: threads,
      maxThreads: threads,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
    }));
  return {
    count: threads,
    run: (task) => start().run(task),
    close: async () => pool?.close({ force: true }),
  };
}
