import { rm } from 'node:fs/promises';

import { openStore, type Shard, type Store } from '@tintype/store';

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

/** Runs one computation here and commits what it gives. */
export async function runShard(task: ShardTask, options: RunShardOptions): Promise<readonly Shard[]> {
  const store = openTaskStore(task);
  const outputs = await computeShard(task, store, options);
  const [shards = []] = await settle(store, [{ task, outputs }]);
  return shards;
}

export function openTaskStore({ storeRoot, remote }: ShardTask): Store {
  return openStore(storeRoot, remote);
}

/** Runs one computation here. */
export async function computeShard(
  task: ShardTask,
  store: Store,
  { signal, verified, memory, emit }: RunShardOptions,
): Promise<readonly ShardOutput[]> {
  const { key, fingerprint } = task;
  const { name, inputs } = key;
  const compute = await loadCompute(task);
  signal.throwIfAborted();
  if (task.resumable)
    await store.keepCheckpointInputs(
      fingerprint,
      inputs.map(({ sha256 }) => sha256),
    );
  return compute({
    name,
    settings: refuseUndeclared(key),
    inputs: inputs.map((input) => openInput(input, store, verified)),
    reuse: task.reuse.map((input) => openReusable(input, store)),
    checkpoints: store.checkpointFolder(fingerprint),
    memory,
    signal,
    progress: (progress) => emit({ type: 'shard-progress', name, ...progress }),
    note: (text) => emit({ type: 'shard-note', name, text }),
  });
}

async function loadCompute({ module, key: { compute } }: ShardTask): Promise<Compute> {
  const exports: Record<string, unknown> = await import(module);
  const found = exports[compute];
  if (typeof found !== 'function')
    throw new Error(`Internal error: expected ${module} to export the function ${compute}`);
  return found as Compute; // the stage that names an export and the module that has it are written together
}

/** Commits what computations gave, which then need their checkpoints no more. → the shards of each */
export async function settle(
  store: Store,
  computed: readonly { readonly task: ShardTask; readonly outputs: readonly ShardOutput[] }[],
): Promise<readonly (readonly Shard[])[]> {
  const kept = await store.keep(
    computed.map(({ task: { fingerprint }, outputs }) => ({ fingerprint, outputs })),
  );
  for (const { task } of computed)
    if (task.resumable) await rm(store.checkpointFolder(task.fingerprint), { recursive: true, force: true });
  return kept;
}
