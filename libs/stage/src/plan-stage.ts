import { join } from 'node:path';

import {
  openStore,
  readableJson,
  type Digest,
  type Fingerprint,
  type Json,
  type Manifest,
  type Shard,
  type Store,
} from '@tintype/store';

import { changesSince, type Change } from './changes.ts';
import { lookUp, type LookedUp } from './make-shards.ts';
import { predictMs, predictWholeMs, readRates } from './rates.ts';
import { readShard } from './read-shard.ts';
import {
  artefactOf,
  foldersOf,
  resultsFolder,
  type Artefact,
  type OutsideFile,
  type Stage,
  type StageContext,
} from './stage.ts';
import {
  committedManifest,
  contentsOf,
  contextOf,
  manifestOf,
  type Life,
  type LifeOptions,
} from './stage-life.ts';
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

export interface PlanOptions extends LifeOptions {
  /** Threads that a run would have. */
  readonly threads: number;
}

/** A plan, and the artefact there would be: with shards that are still to be made, or null where it cannot be told. */
export interface PlannedStage {
  readonly plan: StagePlan;
  readonly artefact: Artefact | null;
}

/** Plans a stage upon the artefacts that there would be of the stages it needs. */
export async function planStage(
  stage: Stage,
  options: PlanOptions,
  upstream: ReadonlyMap<string, Artefact | null>,
): Promise<PlannedStage> {
  const base = foldersOf(options.workspace);
  const folders = { ...base, results: resultsFolder(base.data, options) };
  const store = openStore(join(folders.data, 'store'));
  const committed = await committedManifest(options, folders, stage.name);
  const inputs = stage.needs.flatMap((name) => upstream.get(name) ?? []);
  const life = { stage, options, folders, store, inputs, committed };
  const waiting = stage.needs.filter((name) => (upstream.get(name) ?? null) === null);
  const rehearsal =
    waiting.length > 0
      ? notYet(`${waiting.join(' and ')} ${waiting.length === 1 ? 'has' : 'have'} run`)
      : await rehearse(life);
  return {
    plan: await describe(life, rehearsal, { upstream, threads: options.threads }),
    artefact: rehearsal.artefact,
  };
}

/** What running a stage without computing came to. */
interface Rehearsal {
  readonly wanted: readonly LookedUp[];
  readonly files: readonly OutsideFile[];
  readonly artefact: Artefact | null;
  readonly mayGrow: boolean;
  readonly unknownUntil: string | null;
}

function notYet(unknownUntil: string): Rehearsal {
  return { wanted: [], files: [], artefact: null, mayGrow: true, unknownUntil };
}

/** Runs the stage with stand-ins for the shards that are not there, as far as it comes without their bytes. */
async function rehearse(life: Life): Promise<Rehearsal> {
  const { stage, options, store } = life;
  const wanted: LookedUp[] = [];
  const files: OutsideFile[] = [];
  const context = contextOf(life, {
    planning: true,
    async shards(wave) {
      const all = await lookUp(wave, { stage, code: options.code, store });
      wanted.push(...all);
      return all.flatMap((shard) => shard.shards ?? [standIn(shard)]);
    },
    read: (shard) => readUnlessStandIn(shard, store),
    note: () => {},
    reads: (more) => void files.push(...more),
  });
  const isMissing = () => wanted.some(({ shards }) => shards === null);
  try {
    const artefact = artefactOf(asReadBack(manifestOf(life, await stage.run(context))));
    return { wanted, files, artefact, mayGrow: false, unknownUntil: null };
  } catch (error) {
    // What a stage says of results that are not there says nothing; before the first of them it counts.
    if (isMissing() || isPending(life))
      return { wanted, files, artefact: null, mayGrow: true, unknownUntil: null };
    if (error instanceof UserError) return { ...notYet(error.message), files };
    throw error;
  }
}

/** With the order of keys in which the next stage would find them in the file. */
function asReadBack(manifest: Manifest): Manifest {
  return JSON.parse(readableJson(manifest)) as Manifest;
}

/** Stands for a shard that is to be computed: its digest is none, so that whatever reads it is to be computed too. */
function standIn({ spec, fingerprint }: LookedUp): Shard {
  return { name: spec.name, fingerprint, sha256: `${PENDING}${fingerprint}` as Digest, bytes: 0, rows: 0 };
}

const PENDING = 'pending-';

function isStandIn({ sha256 }: Shard): boolean {
  return sha256.startsWith(PENDING);
}

function hasStandIns({ manifest }: Artefact): boolean {
  return manifest.shards.some(isStandIn);
}

function isPending({ inputs }: Life): boolean {
  return inputs.some(hasStandIns);
}

async function readUnlessStandIn(shard: Shard, store: Store): ReturnType<StageContext['read']> {
  if (isStandIn(shard)) throw new Error(`${shard.name} is still to be computed`);
  return readShard(shard, store);
}

interface Surroundings {
  readonly upstream: ReadonlyMap<string, Artefact | null>;
  readonly threads: number;
}

async function describe(life: Life, rehearsal: Rehearsal, around: Surroundings): Promise<StagePlan> {
  const { stage, committed, store } = life;
  const { wanted, mayGrow, unknownUntil } = rehearsal;
  const missing = wanted.filter(({ shards }) => shards === null).map(({ spec }) => spec);
  const rates = await readRates(store.root, { ...life.options, stage: stage.name });
  const made = new Set(committed?.shards.map(({ fingerprint }) => fingerprint));
  return {
    stage: stage.name,
    state: stateOf(rehearsal, committed),
    shards: wanted.length,
    missing: missing.map(({ name }) => name),
    mayGrow,
    unknownUntil,
    changes: committed === null ? [] : changesSince(committed, await presentOf(life, rehearsal, around)),
    predictedMs:
      unknownUntil === null
        ? predictMs(missing, rates, around.threads)
        : predictWholeMs(Math.max(1, made.size), rates, around.threads),
    committed,
    madeAt: committed === null ? null : await newestOf([...made], store),
  };
}

async function newestOf(made: readonly Fingerprint[], store: Store): Promise<number | null> {
  const times = await Promise.all(made.map((fingerprint) => store.recordedAt(fingerprint)));
  const known = times.filter((time) => time !== null);
  return known.length === 0 ? null : Math.max(...known);
}

function stateOf({ wanted, artefact, unknownUntil }: Rehearsal, committed: Manifest | null): StageState {
  if (unknownUntil !== null) return 'unknown';
  const there = wanted.filter(({ shards }) => shards !== null).length;
  if (there > 0 && there < wanted.length) return 'partial';
  if (committed === null) return there === 0 ? 'missing' : 'stale';
  const same = artefact !== null && readableJson(artefact.manifest) === readableJson(committed);
  return there === wanted.length && same ? 'fresh' : 'stale';
}

async function presentOf(
  { stage, options, committed, store }: Life,
  { files }: Rehearsal,
  { upstream }: Surroundings,
) {
  const read = (shard: Shard) => readShard(shard, store);
  const isListed = files.length > 0 && committed !== null;
  return {
    stage,
    code: options.code,
    settings: options.settings as Json,
    inputs: stage.needs.map((name) => {
      const artefact = upstream.get(name) ?? null;
      const [known] = artefact === null || hasStandIns(artefact) ? [] : contentsOf([artefact]);
      return { stage: name, content: known?.content ?? null };
    }),
    files: {
      now: files,
      before: isListed ? ((await stage.filesOf?.(artefactOf(committed), read).catch(() => [])) ?? []) : files,
    },
  };
}
