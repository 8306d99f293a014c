import { lastValueFrom, tap, toArray } from 'rxjs';

import type { ShardDone, ShardExecutor, ShardTask } from '@tintype/executor';
import { fingerprintOf, type Digest, type Fingerprint, type Shard, type Store } from '@tintype/store';

import type { RunEvent } from './events.ts';
import type { ShardSpec } from './stage.ts';

/** What all fingerprints of a stage's shards have in common, and where they are looked for. */
export interface Catalogue {
  readonly stage: { readonly name: string; readonly version: number };
  /** Digest of the code of the stage's computations and of the packages that they call. */
  readonly code: Digest;
  readonly store: Store;
}

/** What every shard of a stage has in common. */
export interface Workshop extends Catalogue {
  /** Built module with the stage's computations. */
  readonly module: string;
  readonly executor: ShardExecutor;
  readonly signal: AbortSignal;
  emit(event: RunEvent): void;
}

/** A shard that is wanted, and what the store has of it: null when it is to be computed. */
export interface LookedUp {
  readonly spec: ShardSpec;
  readonly fingerprint: Fingerprint;
  readonly shards: readonly Shard[] | null;
}

/** Reuses the shards that the store has and computes the others; the result is in the order of `wave`. */
export async function makeShards(wave: readonly ShardSpec[], workshop: Workshop): Promise<readonly Shard[]> {
  const { stage, emit } = workshop;
  const all = await lookUp(wave, workshop);
  const missing = all.filter(({ shards }) => shards === null);
  emit({ type: 'wave', stage: stage.name, total: all.length, reused: all.length - missing.length });
  const made = await compute(
    missing.map((shard) => taskOf(shard, workshop)),
    workshop,
  );
  return all.flatMap(({ spec, shards }) => shards ?? made.get(spec.name) ?? []);
}

/** What of a wave is in the store. */
export async function lookUp(wave: readonly ShardSpec[], catalogue: Catalogue): Promise<readonly LookedUp[]> {
  return Promise.all(
    wave.map(async (spec) => {
      const fingerprint = shardFingerprint(spec, catalogue);
      return { spec, fingerprint, shards: await catalogue.store.find(fingerprint) };
    }),
  );
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

function taskOf({ spec, fingerprint }: LookedUp, { module, store }: Workshop): ShardTask {
  const { name, compute, settings, inputs, resumable = false, checksInputs = false } = spec;
  const reuse = spec.reuse?.() ?? [];
  const described = { name, compute, settings, inputs, resumable, checksInputs, reuse };
  return { ...described, fingerprint, module, storeRoot: store.root };
}

function shardFingerprint(spec: ShardSpec, { stage, code }: Catalogue): Fingerprint {
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
