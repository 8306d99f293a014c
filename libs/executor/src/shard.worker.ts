import { type MessagePort, workerData } from 'node:worker_threads';

import { createMemory } from './memory.ts';
import type { Verified } from './open-input.ts';
import { runShards } from './run-shards.ts';
import type { ShardTask } from './shard-task.ts';
import type { ThreadMessage } from './thread-message.ts';

/** Of the tasks of one run. */
const verified: Verified = new Set();
let verifiedFor = '';
const memory = createMemory();

export type ThreadJob =
  | { readonly run: string; readonly tasks: readonly ShardTask[]; readonly messages: MessagePort }
  /** Is done when this module is loaded. */
  | { readonly load: string };

/** What a thread is told as it starts. */
export interface ThreadStart {
  /** The module that its tasks will ask for, where it is known. */
  readonly load: string | null;
}

const { load }: ThreadStart = workerData;
// Before a task waits for it. What does not load fails the task that needs it, which says whose it is.
if (load !== null) await import(load).catch(() => {});

/** Entry of a pool thread: what happens to its tasks goes through `messages`. */
export default async function work(job: ThreadJob): Promise<void> {
  if ('load' in job) await import(job.load);
  else await runTasks(job);
}

async function runTasks({ run, tasks, messages }: Exclude<ThreadJob, { load: string }>): Promise<void> {
  if (run !== verifiedFor) verified.clear(); // a blob may have been damaged since
  verifiedFor = run;
  const tell = (message: ThreadMessage) => messages.postMessage(message);
  try {
    await runShards(tasks, {
      // The pool ends the thread when a run is aborted, so a computation here never sees the signal itself.
      signal: new AbortController().signal,
      ...{ verified, memory },
      clock: () => performance.now(),
      begin: (name) => tell({ type: 'shard-begun', name }),
      emit: tell,
      done: tell,
    });
  } finally {
    await closed(messages); // here, as a thread that waits for its next task closes nothing: its port would end with it
  }
}

function closed(port: MessagePort): Promise<void> {
  return new Promise((resolve) => {
    port.once('close', resolve);
    port.close();
  });
}
