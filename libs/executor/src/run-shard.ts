import { rm } from 'node:fs/promises';

import { FILES_AT_ONCE, mapConcurrently, openStore, type Shard, type Store } from '@tintype/store';

import type { Compute, ShardOutput } from './compute.ts';
import type { Memory } from './memory.ts';
import { openInput, openReusable, type Verified } from './open-input.ts';
import { refuseUndeclared } from './refuse-undeclared.ts';
import type { ShardNote, ShardProgress, ShardTask } from './shard-task.ts';

export interface RunShardOptions {
  readonly signal: AbortSignal;
  /** What earlier tasks of this thread have verified. */
  readonly verified: Verified;
  /** Which nobody else uses until the task is done. */
  readonly memory: Memory;
  emit(event: ShardProgress | ShardNote): void;
}

/** Runs one computation here and commits what it gives: blobs first, then the record that names them. */
export async function runShard(
  task: ShardTask,
  { signal, verified, memory, emit }: RunShardOptions,
): Promise<readonly Shard[]> {
  const { key, fingerprint } = task;
  const { name, inputs } = key;
  const store = openStore(task.storeRoot, task.remote);
  const compute = await loadCompute(task);
  signal.throwIfAborted();
  const checkpoints = store.checkpointFolder(fingerprint);
  if (task.resumable)
    await store.keepCheckpointInputs(
      fingerprint,
      inputs.map(({ sha256 }) => sha256),
    );
  const outputs = await compute({
    name,
    settings: refuseUndeclared(key),
    inputs: inputs.map((input) => openInput(input, store, verified)),
    reuse: task.reuse.map((input) => openReusable(input, store)),
    checkpoints,
    memory,
    signal,
    progress: (progress) => emit({ type: 'shard-progress', name, ...progress }),
    note: (text) => emit({ type: 'shard-note', name, text }),
  });
  const shards = await commit(store, task, outputs);
  await rm(checkpoints, { recursive: true, force: true });
  return shards;
}

async function loadCompute({ module, key: { compute } }: ShardTask): Promise<Compute> {
  const exports: Record<string, unknown> = await import(module);
  const found = exports[compute];
  if (typeof found !== 'function')
    throw new Error(`Internal error: expected ${module} to export the function ${compute}`);
  return found as Compute; // the stage that names an export and the module that has it are written together
}

async function commit(
  store: Store,
  { fingerprint }: ShardTask,
  outputs: readonly ShardOutput[],
): Promise<readonly Shard[]> {
  const shards = await mapConcurrently(outputs, FILES_AT_ONCE, async ({ bytes, ...described }) => ({
    ...{ ...described, fingerprint },
    ...(await store.putBlob(bytes)),
  }));
  await store.record(fingerprint, shards);
  return shards;
}
