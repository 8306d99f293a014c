import type { MessagePort } from 'node:worker_threads';

import type { Shard } from '@tintype/store';

import { createMemory } from './memory.ts';
import type { Verified } from './open-input.ts';
import { runShard } from './run-shard.ts';
import type { ShardTask } from './shard-task.ts';

/** Of all tasks of this thread, which lives as long as the run. */
const verified: Verified = new Set();
const memory = createMemory();

/** Entry of a pool thread: progress goes through `events`, the result is the return value. */
export default async function work({
  task,
  events,
}: {
  task: ShardTask;
  events: MessagePort;
}): Promise<readonly Shard[]> {
  const lent = memory.lend();
  try {
    // The pool ends the thread when a run is aborted, so a computation here never sees the signal itself.
    return await runShard(task, {
      signal: new AbortController().signal,
      verified,
      memory: lent,
      emit: (event) => events.postMessage(event),
    });
  } finally {
    lent.giveBack();
    await closed(events); // here, as a thread that waits for its next task closes nothing: its port would end with it
  }
}

function closed(port: MessagePort): Promise<void> {
  return new Promise((resolve) => {
    port.once('close', resolve);
    port.close();
  });
}
