import { openStore } from '@tintype/store';
import { concatMap, defer, from, mergeMap, type Observable } from 'rxjs';

import { shardError } from '../shard-executor.ts';
import type { ShardEvent, ShardTask } from '../shard-task.ts';
import type { CodeOfRun } from './code-of-run.ts';
import type { OrderMessage, RayEvent } from './ray-message.ts';
import type { RayDriver } from './start-ray-driver.ts';

/** That of one shard; others may do better. */
export class ShardFailure extends Error {}

/** One shard as a task of the cluster: its progress, then its result. */
export function runOnRay(
  task: ShardTask,
  driver: RayDriver,
  codeOf: (module: string) => Promise<CodeOfRun>,
): Observable<ShardEvent> {
  return defer(() => orderOf(task, codeOf)).pipe(
    mergeMap((order) => driver.run(order)),
    concatMap((message) => from(readMessage(message, task))),
    concatMap((events) => events),
  );
}

async function orderOf(task: ShardTask, codeOf: (module: string) => Promise<CodeOfRun>) {
  const { resources = { cpus: 'one', gpu: false }, module, storeRoot } = task;
  return {
    ...{ type: 'shard', allCpus: resources.cpus === 'all', gpu: resources.gpu },
    code: await codeOf(module),
    task: { task, identity: await openStore(storeRoot).identity() },
  };
}

async function readMessage(message: OrderMessage, task: ShardTask): Promise<readonly ShardEvent[]> {
  switch (message.type) {
    case 'event':
      return [await readEvent(message.event, task)];
    case 'note':
      return [{ type: 'shard-note', name: task.key.name, text: `shard ${task.key.name}: ${message.text}` }];
    case 'failed':
      throw explainFailure(message, task);
    case 'done':
    case 'cancelled':
      return [];
    default:
      return message satisfies never;
  }
}

async function readEvent(event: RayEvent, task: ShardTask): Promise<ShardEvent> {
  switch (event.type) {
    case 'shard-done':
      await bringResult(task);
      return event;
    case 'shard-progress':
    case 'shard-note':
      return event;
    case 'unit-line':
    case 'unit-ended':
      throw new Error(`Internal error: expected events of a shard but was ${event.type}`);
    default:
      return event satisfies never;
  }
}

/** A machine with a store of its own has sent its result to the remote; the manifest will name blobs of this store. */
async function bringResult({ storeRoot, remote, fingerprint, key }: ShardTask): Promise<void> {
  if (remote === null || (await openStore(storeRoot, remote).find(fingerprint)) !== null) return;
  throw new Error(
    `shard ${key.name}: was computed on another machine, but ${remote.url} does not have it; see what that machine says of its remote, and run again`,
  );
}

/** A computation's own error names the shard already. */
function explainFailure(
  { kind, message }: Extract<OrderMessage, { type: 'failed' }>,
  task: ShardTask,
): Error {
  switch (kind) {
    case 'computation':
      return new ShardFailure(message);
    case 'lost':
      return new ShardFailure(shardError(task, message).message);
    case 'refused': // on this machine no shard can be computed
    case 'failed':
      return shardError(task, message);
    default:
      return kind satisfies never;
  }
}
