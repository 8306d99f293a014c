import { rm } from 'node:fs/promises';

import { eachOf, openStore, type Shard, type Store } from '@tintype/store';

import { checkArrowInputs } from './check-arrow-inputs.ts';
import type { Compute, ShardOutput } from './compute.ts';
import { refuseUndeclared } from './refuse-undeclared.ts';
import type { ShardNote, ShardProgress, ShardTask } from './shard-task.ts';

export interface RunShardOptions {
  readonly signal: AbortSignal;
  emit(event: ShardProgress | ShardNote): void;
}

/** Blobs read or written at once: some tasks have thousands of small ones, and syncing one is mostly waiting. */
const AT_ONCE = 8;

/** Runs one computation here and commits what it gives: blobs first, then the record that names them. */
export async function runShard(task: ShardTask, options: RunShardOptions): Promise<readonly Shard[]> {
  const store = openStore(task.storeRoot);
  const compute = await loadCompute(task);
  const reuse = task.checksInputs ? task.reuse : await checkAhead(task, store);
  options.signal.throwIfAborted();
  const checkpoints = store.checkpointFolder(task.fingerprint);
  if (task.resumable)
    await store.keepCheckpointInputs(
      task.fingerprint,
      task.inputs.map(({ sha256 }) => sha256),
    );
  const outputs = await compute({
    ...task,
    reuse,
    settings: refuseUndeclared(task),
    checkpoints,
    signal: options.signal,
    progress: (progress) => options.emit({ type: 'shard-progress', name: task.name, ...progress }),
    note: (text) => options.emit({ type: 'shard-note', name: task.name, text }),
  });
  const shards = await commit(store, task, outputs);
  await rm(checkpoints, { recursive: true, force: true });
  return shards;
}

/** Checks what the computation is about to read. @returns what of `reuse` it may copy from */
async function checkAhead(task: ShardTask, store: Store): Promise<ShardTask['reuse']> {
  await checkInputs(task, store);
  return checkArrowInputs(task, store);
}

/**
 * Reads every blob through before anything is made of it: a flipped bit must not get into a new shard, whose digest
 * would vouch for it. Photos are no blobs; the computations that decode them look at what they read themselves.
 */
async function checkInputs({ inputs }: ShardTask, store: Store): Promise<void> {
  const blobs = inputs.filter(({ sha256, path }) => path === store.blobPath(sha256));
  await eachOf(blobs, AT_ONCE, ({ sha256 }) => store.checkBlob(sha256));
}

async function loadCompute({ module, compute }: ShardTask): Promise<Compute> {
  const exports: Record<string, unknown> = await import(module);
  const found = exports[compute];
  if (typeof found !== 'function')
    throw new Error(`Internal error: expected ${module} to export the function ${compute}`);
  return found as Compute; // the stage that names an export and the module that has it are written together
}

async function commit(
  store: Store,
  task: ShardTask,
  outputs: readonly ShardOutput[],
): Promise<readonly Shard[]> {
  const { fingerprint } = task;
  const shards = await eachOf(outputs, AT_ONCE, async ({ bytes, ...described }) => ({
    ...{ ...described, fingerprint },
    ...(await store.putBlob(bytes)),
  }));
  await store.record(fingerprint, shards);
  return shards;
}
