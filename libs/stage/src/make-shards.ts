import { lastValueFrom, tap, toArray } from 'rxjs';

import type { ShardDone, ShardExecutor, ShardTask } from '@tintype/executor';
import { fingerprintOf, type Digest, type Fingerprint, type Shard, type Store } from '@tintype/store';

import type { RunEvent } from './events.ts';
import type { ShardSpec } from './stage.ts';

/** What every shard of a stage has in common. */
export interface Workshop {
  readonly stage: { readonly name: string; readonly version: number };
  /** Built module with the stage's computations, and the digest of its code and of the packages it calls. */
  readonly module: string;
  readonly code: Digest;
  readonly store: Store;
  readonly executor: ShardExecutor;
  readonly signal: AbortSignal;
  emit(event: RunEvent): void;
}

/** Reuses the shards that the store has and computes the others; the result is in the order of `wave`. */
export async function makeShards(wave: readonly ShardSpec[], workshop: Workshop): Promise<readonly Shard[]> {
  const { store, stage, emit } = workshop;
  const tasks = wave.map((spec) => taskOf(spec, workshop));
  const known = await Promise.all(tasks.map(({ fingerprint }) => store.find(fingerprint)));
  const missing = tasks.filter((_, i) => known[i] === null);
  emit({ type: 'wave', stage: stage.name, total: tasks.length, reused: tasks.length - missing.length });
  const made = await compute(missing, workshop);
  return tasks.flatMap(({ name }, i) => known[i] ?? made.get(name) ?? []);
}

async function compute(
  tasks: readonly ShardTask[],
  { executor, signal, stage, emit }: Workshop,
): Promise<ReadonlyMap<string, readonly Shard[]>> {
  if (tasks.length === 0) return new Map();
  const events = await lastValueFrom(
    executor.map(tasks, { signal }).pipe(
      tap((event) => emit({ stage: stage.name, ...event })),
      toArray(),
    ),
  );
  return new Map(
    events
      .filter((event): event is ShardDone => event.type === 'shard-done')
      .map(({ name, shards }) => [name, shards]),
  );
}

function taskOf(spec: ShardSpec, workshop: Workshop): ShardTask {
  return {
    ...spec,
    fingerprint: shardFingerprint(spec, workshop),
    module: workshop.module,
    storeRoot: workshop.store.root,
  };
}

function shardFingerprint(spec: ShardSpec, { stage, code }: Workshop): Fingerprint {
  return fingerprintOf({
    stage: stage.name,
    version: stage.version,
    code, // a changed line of the computation must not find the old bytes
    compute: spec.compute,
    name: spec.name, // it is part of what is recorded
    settings: spec.settings,
    inputs: spec.inputs.map(({ name, sha256 }) => ({ name, sha256 })), // content, never paths
  });
}
