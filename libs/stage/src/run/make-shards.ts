import type { ShardExecutor, ShardKey, ShardTask } from '@tintype/executor';
import {
  computeFingerprint,
  type Fingerprint,
  mapConcurrently,
  type Shard,
  type Store,
} from '@tintype/store';
import { lastValueFrom, tap } from 'rxjs';

import type { RunEvent } from '../events.ts';
import type { RateKeeper } from '../rates/rate-keeper.ts';
import { kindOf, workOf } from '../rates/rates.ts';
import { bringShards, settleBehind } from '../remote/bring-shards.ts';
import type { SeenThere } from '../remote/look-behind.ts';
import type { ShardSpec } from '../stage.ts';
import type { StageRun } from './stage-run.ts';

/** Where the missing shards of a run are computed, and who is told. */
interface Computing {
  /** Built module with the stage's computations. */
  readonly module: string;
  readonly executor: ShardExecutor;
  readonly rates: Pick<RateKeeper, 'follow'>;
  emit(event: RunEvent): void;
}

/** Records to look for at once: each is mostly waiting, and a process may have so many files open. */
const RECORDS_AT_ONCE = 64;

/** A shard that is wanted, and what the store has of it: null when it is to be computed, or to be brought. */
export interface LookedUp {
  readonly spec: ShardSpec;
  readonly fingerprint: Fingerprint;
  readonly shards: readonly Shard[] | null;
  /** What the remote behind the store has of it; absent where nobody looked. */
  readonly there?: SeenThere;
}

/** Reuses the shards that the store or the remote behind it has, and computes the others; the result is in the order of `wave`. */
export async function makeShards(
  wave: readonly ShardSpec[],
  run: StageRun,
  computing: Computing,
): Promise<readonly Shard[]> {
  const all = await bringShards(await lookUp(wave, run), run, computing.emit);
  const missing = all.filter(({ shards }) => shards === null);
  const { name: stage } = run.stage;
  computing.emit({ type: 'wave', stage, total: all.length, reused: all.length - missing.length });
  const made = await compute(
    missing.map((shard) => taskOf(shard, run, computing)),
    run,
    computing,
  );
  await settleBehind(missing, made, run);
  return all.flatMap(({ spec, shards }) => shards ?? made.get(spec.key.name) ?? []);
}

/** What of a wave is in the store. */
export async function lookUp(wave: readonly ShardSpec[], run: StageRun): Promise<readonly LookedUp[]> {
  return mapConcurrently(wave, RECORDS_AT_ONCE, async (spec) => {
    const fingerprint = shardFingerprint(spec.key, run);
    return { spec, fingerprint, shards: await findShards(fingerprint, run) };
  });
}

/** The manifest of the last run says the same as the records of its shards, and is read already: it is enough that they are there. */
async function findShards(
  fingerprint: Fingerprint,
  { left, store }: StageRun,
): Promise<readonly Shard[] | null> {
  const shards = left.get(fingerprint);
  const isThere =
    shards !== undefined && (await store.recordedAt(fingerprint)) !== null && (await hasAll(shards, store));
  return isThere ? shards : store.look(fingerprint);
}

async function hasAll(shards: readonly Shard[], store: Store): Promise<boolean> {
  for (const { sha256, bytes } of shards) if (!(await store.hasBlob(sha256, bytes))) return false;
  return true;
}

async function compute(
  tasks: readonly ShardTask[],
  { stage, signal }: StageRun,
  { executor, emit }: Computing,
): Promise<ReadonlyMap<string, readonly Shard[]>> {
  const made = new Map<string, readonly Shard[]>();
  const events = executor.map(tasks, { signal }).pipe(
    tap((event) => {
      if (event.type === 'shard-done') made.set(event.name, event.shards);
      emit({ stage: stage.name, ...event });
    }),
  );
  if (tasks.length > 0) await lastValueFrom(events);
  return made;
}

function taskOf(
  { spec: { key, hints = {} }, fingerprint }: LookedUp,
  { store }: StageRun,
  { module, rates }: Computing,
): ShardTask {
  const { resumable = false, resources } = hints;
  const reuse = hints.reuse?.() ?? [];
  const remote = store.remote?.address ?? null;
  rates.follow(key.name, { kind: kindOf(key, reuse), work: workOf({ key, hints }), resumable });
  const task = { key, fingerprint, module, resumable, reuse, storeRoot: store.root, remote };
  return resources === undefined ? task : { ...task, resources };
}

function shardFingerprint(
  { name, compute, settings, inputs }: ShardKey,
  { stage, code }: StageRun,
): Fingerprint {
  return computeFingerprint({
    stage: stage.name,
    version: stage.version,
    code, // a changed line of the computation must not find the old bytes
    compute,
    name, // it is part of what is recorded
    settings,
    inputs: inputs.map((input) => ({ name: input.name, sha256: input.sha256 })), // content, never paths
  });
}
