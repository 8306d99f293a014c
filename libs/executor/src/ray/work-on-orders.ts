import { access, constants } from 'node:fs/promises';
import { hostname } from 'node:os';

import { describeError, openStore } from '@tintype/store';
import { lastValueFrom, tap } from 'rxjs';

import { createPiscinaExecutor } from '../piscina-executor.ts';
import type { ShardExecutor } from '../shard-executor.ts';
import type { ShardTask } from '../shard-task.ts';
import { describeNode } from './code-of-run.ts';
import { type Places, relocateTask } from './relocate-task.ts';
import { parseShardsOrder, type ShardsOrder } from './shards-order.ts';
import type { WorkerAnswer } from './worker-answer.ts';

interface Work {
  /** Lines; when they end, so does the work. */
  readonly orders: AsyncIterable<string>;
  answer(answer: WorkerAnswer): void;
  readonly places: Places;
  /** The built `shard.worker`. */
  readonly workerUrl: URL;
}

/**
 * Computes the shards of one order after the other in a thread, as a run on one machine does: one that breaks its
 * thread leaves the process to say so. The thread that waits for orders is free, so that their end is heard while a
 * shard is computed.
 */
export async function workOnOrders({ orders, answer, places, workerUrl }: Work): Promise<void> {
  const executor = createPiscinaExecutor({ workerUrl, threads: 1 });
  answer({ type: 'ready', node: describeNode(process) });
  for await (const line of orders) void workOn(parseShardsOrder(line), executor, places, answer);
}

async function workOn(
  { run, tasks: sent, identity }: ShardsOrder,
  executor: ShardExecutor,
  places: Places,
  answer: (answer: WorkerAnswer) => void,
): Promise<void> {
  const tasks = sent.map((task) => relocateTask(task, places));
  const { signal } = new AbortController(); // shards that nobody wants any more end with this process
  try {
    const refusal = await refuseOtherStore(tasks, identity);
    if (refusal !== null) return answer({ type: 'failed', kind: 'refused', message: refusal });
    await lastValueFrom(executor.map(tasks, { signal, run }).pipe(tap(answer)));
    answer({ type: 'done' });
  } catch (error) {
    const message = `${describeError(error)}${await explainUnreadable(tasks)}`;
    answer({ type: 'failed', kind: 'computation', message });
  }
}

/** What is computed into a store that the run does not see would be lost to it. */
async function refuseOtherStore(tasks: readonly ShardTask[], identity: string): Promise<string | null> {
  const [first] = tasks; // all are of one run
  if (first === undefined) return null;
  const { storeRoot, remote } = first;
  if (remote?.mode === 'write' || (await openStore(storeRoot).identity()) === identity) return null;
  return `node ${hostname()}: ${storeRoot}: expected the store of the run, found another one; mount it there as a shared folder, or name a remote that all nodes write to (TINTYPE_REMOTE)`;
}

/** A photo that the machine of the run has may be none of this machine's. */
async function explainUnreadable(tasks: readonly ShardTask[]): Promise<string> {
  for (const { path } of tasks.flatMap(({ key }) => key.inputs))
    if (path !== undefined && !(await isReadable(path)))
      return `; this was on the node ${hostname()}, where photos must lie at the same path, such as in a shared folder`;
  return '';
}

async function isReadable(path: string): Promise<boolean> {
  return access(path, constants.R_OK).then(
    () => true,
    () => false,
  );
}
