import { type Fingerprint, type Manifest, readableJson, type Store } from '@tintype/store';

import type { Amount } from '../events.ts';
import type { Forecast, ForecastSurroundings, Upstream } from '../rates/forecast.ts';
import { type Prediction, predictMs, toItems, type WorkItem } from '../rates/predict.ts';
import { kindOf, readRates, workOf } from '../rates/rates.ts';
import { sumBytes } from '../remote/bring-shards.ts';
import { inMemory } from '../remote/in-memory.ts';
import type { LookedUp } from '../run/make-shards.ts';
import { readShard } from '../run/read-shard.ts';
import { contentsOf, openStageRun, type StageRun, type StageRunOptions } from '../run/stage-run.ts';
import type { OutsideFile, ReadShard, ShardSpec, Stage } from '../stage.ts';
import type { Change } from './change.ts';
import { changesSince, type Present } from './changes.ts';
import { hasStandIns, notYet, type Rehearsal, rehearse } from './rehearse.ts';
import type { StageState } from './stage-state.ts';

/** What a run of a stage would do, found out without computing or writing anything. */
export interface StagePlan {
  readonly stage: string;
  /** The stages whose artefacts it reads. */
  readonly needs: readonly string[];
  readonly state: StageState;
  /** Shards that are known to be wanted, and those of them that are to be computed. */
  readonly shards: number;
  readonly missing: readonly string[];
  /** Shards that would come from the remote behind the store, and their bytes; absent where none would. */
  readonly coming?: Amount;
  /** Whether what is computed decides what else is to be computed. */
  readonly mayGrow: boolean;
  /** Why it cannot be told; null where it can. */
  readonly unknownUntil: string | null;
  readonly changes: readonly Change[];
  /** What a run would take, at the rates of earlier ones; null where nothing like it has been measured. */
  readonly predicted: Prediction | null;
  readonly committed: Manifest | null;
  /** When the newest of the shards in its manifest was made, in milliseconds since 1970; null without one. */
  readonly madeAt: number | null;
}

export interface PlanOptions extends StageRunOptions {
  /** Threads that a run would have. */
  readonly threads: number;
}

/** A plan, and what the stages after it may know: the manifest may name shards that are still to be made. */
export interface PlannedStage {
  readonly plan: StagePlan;
  readonly upstream: Upstream;
}

/** Plans a stage upon the manifests that there would be of the stages it needs. */
export async function planStage(
  stage: Stage,
  { threads, ...options }: PlanOptions,
  upstream: ReadonlyMap<string, Upstream>,
): Promise<PlannedStage> {
  const needs = Object.values(stage.needs).map(({ name }) => name);
  const run = await openStageRun(
    stage,
    options,
    needs.flatMap((name) => upstream.get(name)?.manifest ?? []),
  );
  const waiting = needs.filter((name) => (upstream.get(name)?.manifest ?? null) === null);
  const rehearsal =
    waiting.length > 0
      ? notYet(`${waiting.join(' and ')} ${waiting.length === 1 ? 'has' : 'have'} run`)
      : await rehearse(run);
  const files = await filesOf(run, rehearsal);
  const forecast = stage.forecast(knownOf(run, rehearsal, { upstream, files }));
  const items = itemsOf(rehearsal, forecast);
  return {
    plan: await describe(run, rehearsal, { files, items, threads }),
    upstream: {
      manifest: rehearsal.manifest,
      settings: options.settings,
      amounts: forecast?.amounts ?? null,
    },
  };
}

/** Files from outside the store, now and at the last run. */
type Files = Present['files'];

async function filesOf({ stage, committed, store }: StageRun, { files }: Rehearsal): Promise<Files> {
  const read: ReadShard = (shard) => readShard(shard, inMemory(store));
  if (files.length === 0 || committed === null) return { now: files, before: files };
  const before = await filesBefore(stage, committed, read);
  return { now: files, before: isSame(before, files) ? files : before };
}

function isSame(some: readonly OutsideFile[], others: readonly OutsideFile[]): boolean {
  const isAlike = ({ path, sha256 }: OutsideFile, i: number) =>
    path === others[i]?.path && sha256 === others[i]?.sha256;
  return some.length === others.length && some.every(isAlike);
}

function knownOf(
  { settings, committed }: StageRun,
  { wanted, manifest }: Rehearsal,
  { upstream, files }: { readonly upstream: ReadonlyMap<string, Upstream>; readonly files: Files },
): ForecastSurroundings {
  return {
    settings,
    inputs: upstream,
    manifest: manifest ?? committed,
    told: manifest !== null,
    files: { all: files.now.length, fresh: committed === null ? files.now.length : countFresh(files) },
    shards: { wanted: wanted.length, missing: missingOf(wanted).length },
  };
}

function countFresh({ now, before }: Files): number {
  if (now === before) return 0;
  const known = new Set(before.map(({ sha256 }) => sha256));
  return now.filter(({ sha256 }) => !known.has(sha256)).length;
}

function missingOf(wanted: readonly LookedUp[]): readonly ShardSpec[] {
  return wanted
    .filter(({ shards, there }) => (shards ?? there?.shards ?? null) === null)
    .map(({ spec }) => spec);
}

/** What a run would bring from the remote behind the store. */
async function comingFrom(wanted: readonly LookedUp[], { remote }: Store): Promise<Amount | undefined> {
  const coming = wanted.flatMap(({ there }) => (there?.shards ? [there.shards] : []));
  if (remote === null || coming.length === 0) return undefined;
  return { shards: coming.length, bytes: sumBytes(await remote.lacking(coming.flat())) };
}

/** What is to be computed, and what is forecast of computations that are still to be planned; null where nobody knows. */
function itemsOf(
  { wanted, mayGrow, unknownUntil }: Rehearsal,
  forecast: Forecast | null,
): readonly WorkItem[] | null {
  if (unknownUntil !== null && forecast === null) return null;
  const planned = new Set(wanted.map(({ spec }) => spec.key.compute));
  const further = mayGrow ? (forecast?.work ?? []).filter(({ compute }) => !planned.has(compute)) : [];
  return [
    ...missingOf(wanted).map((spec) => ({
      ...{
        kind: kindOf(spec.key, spec.hints?.reuse?.() ?? []),
        work: workOf(spec),
        orElse: spec.key.compute,
      },
    })),
    ...further.flatMap(toItems),
  ];
}

interface Described {
  readonly files: Files;
  readonly items: readonly WorkItem[] | null;
  readonly threads: number;
}

async function describe(
  run: StageRun,
  rehearsal: Rehearsal,
  { files, items, threads }: Described,
): Promise<StagePlan> {
  const { stage, settings, committed, store } = run;
  const { wanted, mayGrow, unknownUntil } = rehearsal;
  const rates = await readRates(store.root, { ...run, stage: stage.name });
  const coming = await comingFrom(wanted, store);
  const made = new Set(committed?.shards.map(({ fingerprint }) => fingerprint));
  return {
    stage: stage.name,
    needs: Object.values(stage.needs).map(({ name }) => name),
    state: stateOf(rehearsal, committed),
    shards: wanted.length,
    missing: missingOf(wanted).map(({ key }) => key.name),
    ...(coming && { coming }),
    mayGrow,
    unknownUntil,
    changes: committed === null ? [] : changesSince(committed, presentOf(run, files)),
    predicted: items && predictMs(items, { rates, settings, threads }),
    committed,
    madeAt: committed === null ? null : await newestOf(made, run),
  };
}

async function newestOf(made: Iterable<Fingerprint>, { store }: StageRun): Promise<number | null> {
  let newest: number | null = null;
  for (const fingerprint of made) {
    const time = await store.recordedAt(fingerprint);
    if (time !== null) newest = Math.max(newest ?? time, time);
  }
  return newest;
}

function stateOf({ wanted, manifest, unknownUntil }: Rehearsal, committed: Manifest | null): StageState {
  if (unknownUntil !== null) return 'unknown';
  const there = wanted.filter(({ shards }) => shards !== null).length;
  if (there > 0 && there < wanted.length) return 'partial';
  if (committed === null) return there === 0 ? 'missing' : 'stale';
  const same = manifest !== null && readableJson(manifest) === readableJson(committed);
  return there === wanted.length && same ? 'fresh' : 'stale';
}

function presentOf({ stage, settings, code, inputs }: StageRun, files: Files): Present {
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
    files,
  };
}

/** None where the table that lists them is gone, or another version's: then all of them count as new. */
function filesBefore(stage: Stage, committed: Manifest, read: ReadShard): Promise<readonly OutsideFile[]> {
  return stage.filesOf(committed, read).catch(() => []);
}
