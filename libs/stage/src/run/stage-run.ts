import { join } from 'node:path';

import {
  computeFingerprint,
  type Digest,
  digestContent,
  type Fingerprint,
  type Json,
  type Manifest,
  MANIFEST_FORMAT,
  type ManifestAddress,
  manifestPath,
  openStore,
  readManifest,
  type RemoteAddress,
  type Shard,
  type Store,
} from '@tintype/store';

import { type Folders, locateFolders, resultsFolder } from '../folders.ts';
import type { Outcome, Stage, StageSurroundings } from '../stage.ts';
import { groupByComputation } from './group-by-computation.ts';

/** What whoever runs or plans a stage says. */
export interface StageRunOptions {
  readonly pipeline: string;
  readonly recipe: string;
  readonly recipeFile: string;
  /** The stage's section of the recipe, complete. */
  readonly settings: Json;
  readonly workspace: string;
  /** Digest of the stage's computations and of the packages that they call. */
  readonly code: Digest;
  readonly signal: AbortSignal;
  /** What lies behind the store; nothing when absent. */
  readonly remote?: RemoteAddress | null;
}

/** One stage of one recipe, to be run or planned, with all that it works on. */
export interface StageRun extends Omit<StageRunOptions, 'workspace' | 'remote'> {
  readonly stage: Stage;
  readonly folders: Folders;
  readonly store: Store;
  /** Manifests of the stages that it needs. */
  readonly inputs: readonly Manifest[];
  /** The manifest that its last run left. */
  readonly committed: Manifest | null;
  /** Its shards, by the computations that gave them: of each computation all. */
  readonly left: ReadonlyMap<Fingerprint, readonly Shard[]>;
}

export async function openStageRun(
  stage: Stage,
  { workspace, ...options }: StageRunOptions,
  inputs: readonly Manifest[],
): Promise<StageRun> {
  const base = locateFolders(workspace);
  const folders = { ...base, results: resultsFolder(base.data, options) };
  const committed = await committedManifest({ ...options, workspace }, stage.name);
  const left = groupByComputation(committed?.shards ?? []);
  return {
    ...options,
    stage,
    folders,
    store: storeIn(folders.data, options.remote),
    inputs,
    committed,
    left,
  };
}

export function storeIn(data: string, remote: RemoteAddress | null = null): Store {
  return openStore(join(data, 'store'), remote);
}

/** What a stage sees of its run; running and planning differ in the rest. */
export function surroundingsOf(
  run: StageRun,
  effects: Pick<StageSurroundings, 'planning' | 'shards' | 'read' | 'note' | 'reads'>,
): StageSurroundings {
  const { settings, inputs, folders, recipe, recipeFile, signal } = run;
  return { ...effects, settings, inputs, folders, recipe, recipeFile, signal, before: madeByTodaysCode(run) };
}

/** The lock that the process of a stage holds while it runs. */
export function stageLock({ pipeline, recipe, stage }: ManifestAddress): string {
  return `${pipeline}-${recipe}-${stage}`;
}

export function committedManifest(
  { workspace, ...address }: Pick<StageRunOptions, 'workspace' | 'pipeline' | 'recipe'>,
  stage: string,
): Promise<Manifest | null> {
  return readManifest(manifestFile(locateFolders(workspace), { ...address, stage }));
}

export function manifestFile(
  { data }: Pick<Folders, 'data'>,
  { pipeline, recipe, stage }: { readonly pipeline: string; readonly recipe: string; readonly stage: string },
): string {
  return manifestPath(join(data, 'manifests'), { pipeline, recipe, stage });
}

/** The content of each artefact that a stage reads, as its manifest records it. */
export function contentsOf(inputs: readonly Manifest[]): Manifest['inputs'] {
  return inputs.map(({ stage, shards, summary }) => ({ stage, content: digestContent(shards, summary) }));
}

export function manifestOf(run: StageRun, outcome: Outcome): Manifest {
  const { pipeline, recipe, stage, code, settings } = run;
  const inputs = contentsOf(run.inputs);
  return {
    formatVersion: MANIFEST_FORMAT,
    pipeline,
    recipe,
    stage: stage.name,
    fingerprint: artefactFingerprint(stage, { code, settings, inputs }),
    settings,
    inputs,
    shards: [...outcome.shards],
    summary: stage.summary.parse(outcome.summary), // what its readers could not parse is not written
    files: Object.fromEntries(
      Object.entries(outcome.files ?? {}).map(([file, shard]) => [file, shard.sha256]),
    ),
  };
}

/** Whether there may be something to compute: what the first stage reads no manifest tells. */
export function isChanged({ stage, code, settings, inputs, committed }: StageRun): boolean {
  if (committed === null || inputs.length === 0) return true;
  const today = artefactFingerprint(stage, { code, settings, inputs: contentsOf(inputs) });
  return today !== committed.fingerprint;
}

/** Of what determines an artefact: the stage, its code, its settings and the content of its inputs. */
function artefactFingerprint(
  { name, version }: Pick<Stage, 'name' | 'version'>,
  { code, settings, inputs }: { readonly code: Digest } & Pick<Manifest, 'settings' | 'inputs'>,
): Fingerprint {
  return computeFingerprint({ stage: name, version, code, settings, inputs });
}

/** A fingerprint does not tell the code apart from the rest; with settings and inputs as they were, it does. */
export function isOfCode(stage: Pick<Stage, 'name' | 'version'>, manifest: Manifest, code: Digest): boolean {
  const { settings, inputs, fingerprint } = manifest;
  return artefactFingerprint(stage, { code, settings, inputs }) === fingerprint;
}

/** The last run's manifest, where today's computations made it and today's schemas read it. */
function madeByTodaysCode({ stage, code, committed }: StageRun): Manifest | null {
  if (committed === null || !isOfCode(stage, committed, code)) return null;
  const fits =
    stage.settings.safeParse(committed.settings).success &&
    stage.summary.safeParse(committed.summary).success;
  return fits ? committed : null;
}
