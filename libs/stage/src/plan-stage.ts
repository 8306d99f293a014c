import { type Fingerprint, type Manifest, readableJson } from '@tintype/store';

import { type Change, changesSince } from './changes.ts';
import { type LookedUp, lookUp } from './make-shards.ts';
import { isPending, pendingShard } from './pending-shard.ts';
import { predictMs, predictWholeMs, readRates } from './rates.ts';
import { readShard } from './read-shard.ts';
import type { OutsideFile, ReadShard, Stage } from './stage.ts';
import {
  contentsOf,
  manifestOf,
  openStageRun,
  type StageRun,
  type StageRunOptions,
  surroundingsOf,
} from './stage-run.ts';
import { UserError } from './user-error.ts';

/**
 * - `fresh`: its manifest says what a run would say, and all shards are there.
 * - `partial`: some shards are to be computed.
 * - `stale`: its manifest is to be written anew, and all shards or none are to be computed.
 * - `missing`: it has not run, and none of its shards is there.
 * - `unknown`: what it needs is not there yet.
 */
export type StageState = 'fresh' | 'partial' | 'stale' | 'missing' | 'unknown';

/** What a run of a stage would do, found out without computing or writing anything. */
export interface StagePlan {
  readonly stage: string;
  readonly state: StageState;
  /** Shards that are known to be wanted, and those of them that are to be computed. */
  readonly shards: number;
  readonly missing: readonly string[];
  /** Whether what is computed decides what else is to be computed. */
  readonly mayGrow: boolean;
  /** Why it cannot be told; null where it can. */
  readonly unknownUntil: string | null;
  readonly changes: readonly Change[];
  /** Of a run, at the rates of earlier ones: null without them; an upper bound while the state is unknown. */
  readonly predictedMs: number | null;
  readonly committed: Manifest | null;
  /** When the newest of the shards in its manifest was made, in milliseconds since 1970; null without one. */
  readonly madeAt: number | null;
}

export interface PlanOptions extends StageRunOptions {
  /** Threads that a run would have. */
  readonly threads: number;
}

/** A plan, and the manifest there would be: with shards that are still to be made, or null where it cannot be told. */
export interface PlannedStage {
  readonly plan: StagePlan;
  readonly manifest: Manifest | null;
}

/** Plans a stage upon the manifests that there would be of the stages it needs. */
export async function planStage(
  stage: Stage,
  { threads, ...options }: PlanOptions,
  upstream: ReadonlyMap<string, Manifest | null>,
): Promise<PlannedStage> {
  const needs = Object.values(stage.needs).map(({ name }) => name);
  const run = await openStageRun(
    stage,
    options,
    needs.flatMap((name) => upstream.get(name) ?? []),
  );
  const waiting = needs.filter((name) => (upstream.get(name) ?? null) === null);
  const rehearsal =
    waiting.length > 0
      ? notYet(`${waiting.join(' and ')} ${waiting.length === 1 ? 'has' : 'have'} run`)
      : await rehearse(run);
  return { plan: await describe(run, rehearsal, threads), manifest: rehearsal.manifest };
}

/** What running a stage without computing came to. */
interface Rehearsal {
  readonly wanted: readonly LookedUp[];
  readonly files: readonly OutsideFile[];
  readonly manifest: Manifest | null;
  readonly mayGrow: boolean;
  readonly unknownUntil: string | null;
}

function notYet(unknownUntil: string): Rehearsal {
  return { wanted: [], files: [], manifest: null, mayGrow: true, unknownUntil };
}

/** Runs the stage with stand-ins for the shards that are not there, as far as it comes without their bytes. */
async function rehearse(run: StageRun): Promise<Rehearsal> {
  const { stage, store } = run;
  const wanted: LookedUp[] = [];
  const files: OutsideFile[] = [];
  const surroundings = surroundingsOf(run, {
    planning: true,
    async shards(wave) {
      const all = await lookUp(wave, run);
      wanted.push(...all);
      return all.flatMap((shard) => shard.shards ?? [pendingShard(shard.spec.key.name, shard.fingerprint)]);
    },
    read: async (shard) => {
      if (isPending(shard)) throw new Error(`${shard.name} is still to be computed`);
      return readShard(shard, store);
    },
    note: () => {},
    reads: (more) => void files.push(...more),
  });
  const isMissing = () => wanted.some(({ shards }) => shards === null);
  try {
    const manifest = asReadBack(manifestOf(run, await stage.run(surroundings)));
    return { wanted, files, manifest, mayGrow: false, unknownUntil: null };
  } catch (error) {
    // What a stage says of results that are not there says nothing; before the first of them it counts.
    if (isMissing() || run.inputs.some(hasStandIns))
      return { wanted, files, manifest: null, mayGrow: true, unknownUntil: null };
    if (error instanceof UserError) return { ...notYet(error.message), files };
    throw error;
  }
}

/** With the order of keys in which the next stage would find them in the file. */
function asReadBack(manifest: Manifest): Manifest {
  return JSON.parse(readableJson(manifest)) as Manifest;
}

function hasStandIns({ shards }: Manifest): boolean {
  return shards.some(isPending);
}

async function describe(run: StageRun, rehearsal: Rehearsal, threads: number): Promise<StagePlan> {
  const { stage, committed, store } = run;
  const { wanted, mayGrow, unknownUntil } = rehearsal;
  const missing = wanted.filter(({ shards }) => shards === null).map(({ spec }) => spec);
  const rates = await readRates(store.root, { ...run, stage: stage.name });
  const made = new Set(committed?.shards.map(({ fingerprint }) => fingerprint));
  return {
    stage: stage.name,
    state: stateOf(rehearsal, committed),
    shards: wanted.length,
    missing: missing.map(({ key }) => key.name),
    mayGrow,
    unknownUntil,
    changes: committed === null ? [] : changesSince(committed, await presentOf(run, rehearsal)),
    predictedMs:
      unknownUntil === null
        ? predictMs(missing, rates, threads)
        : predictWholeMs(Math.max(1, made.size), rates, threads),
    committed,
    madeAt: committed === null ? null : await newestOf([...made], run),
  };
}

async function newestOf(made: readonly Fingerprint[], { store }: StageRun): Promise<number | null> {
  const times = await Promise.all(made.map((fingerprint) => store.recordedAt(fingerprint)));
  const known = times.filter((time) => time !== null);
  return known.length === 0 ? null : Math.max(...known);
}

function stateOf({ wanted, manifest, unknownUntil }: Rehearsal, committed: Manifest | null): StageState {
  if (unknownUntil !== null) return 'unknown';
  const there = wanted.filter(({ shards }) => shards !== null).length;
  if (there > 0 && there < wanted.length) return 'partial';
  if (committed === null) return there === 0 ? 'missing' : 'stale';
  const same = manifest !== null && readableJson(manifest) === readableJson(committed);
  return there === wanted.length && same ? 'fresh' : 'stale';
}

async function presentOf(
  { stage, settings, code, committed, inputs, store }: StageRun,
  { files }: Rehearsal,
) {
  const read: ReadShard = (shard) => readShard(shard, store);
  const known = new Map(
    contentsOf(inputs.filter((input) => !hasStandIns(input))).map(({ stage: name, content }) => [
      name,
      content,
    ]),
  );
  return {
    stage,
    code,
    settings,
    inputs: Object.values(stage.needs).map(({ name }) => ({ stage: name, content: known.get(name) ?? null })),
    files: {
      now: files,
      before: files.length > 0 && committed !== null ? await filesBefore(stage, committed, read) : files,
    },
  };
}

/** None where the table that lists them is gone, or another version's: then all of them count as new. */
function filesBefore(stage: Stage, committed: Manifest, read: ReadShard): Promise<readonly OutsideFile[]> {
  return stage.filesOf(committed, read).catch(() => []);
}
