import { join } from 'node:path';

import {
  contentOf,
  fingerprintOf,
  MANIFEST_FORMAT,
  manifestPath,
  readManifest,
  type Digest,
  type Fingerprint,
  type Json,
  type Manifest,
  type Shard,
  type Store,
} from '@tintype/store';

import {
  artefactOf,
  type Artefact,
  type Folders,
  type OutsideFile,
  type Outcome,
  type ShardSpec,
  type Stage,
  type StageContext,
} from './stage.ts';

/** What running a stage and planning it are both told. */
export interface LifeOptions {
  readonly pipeline: string;
  readonly recipe: string;
  readonly recipeFile: string;
  readonly settings: unknown;
  readonly workspace: string;
  readonly code: Digest;
  readonly signal: AbortSignal;
}

/** A stage with all that it works on; the artefacts it needs are known. */
export interface Life {
  readonly stage: Stage;
  readonly options: LifeOptions;
  readonly folders: Folders;
  readonly store: Store;
  readonly inputs: readonly Artefact[];
  /** The manifest that its last run left. */
  readonly committed: Manifest | null;
}

/** What sets running apart from planning. */
export interface Doing {
  readonly planning: boolean;
  shards(wave: readonly ShardSpec[]): Promise<readonly Shard[]>;
  read(shard: Shard): Promise<Uint8Array>;
  note(text: string): void;
  reads(files: readonly OutsideFile[]): void;
}

export function contextOf(
  { stage, options, folders, store, inputs, ...life }: Life,
  doing: Doing,
): StageContext {
  const { settings, recipe, recipeFile, signal } = options;
  return {
    ...doing,
    settings,
    folders,
    recipe,
    recipeFile,
    signal,
    before: madeByTodaysCode(stage, options, life.committed),
    artefact(name) {
      const found = inputs.find(({ manifest }) => manifest.stage === name);
      if (found === undefined)
        throw new Error(`Internal error: expected ${stage.name} to declare that it needs ${name}`);
      return found;
    },
    inputOf: ({ name, sha256 }: Shard) => ({ name, sha256, path: store.blobPath(sha256) }),
  };
}

export function committedManifest(
  { pipeline, recipe }: Pick<LifeOptions, 'pipeline' | 'recipe'>,
  { data }: Pick<Folders, 'data'>,
  stage: string,
): Promise<Manifest | null> {
  return readManifest(manifestFile({ pipeline, recipe }, { data }, stage));
}

export function manifestFile(
  { pipeline, recipe }: Pick<LifeOptions, 'pipeline' | 'recipe'>,
  { data }: Pick<Folders, 'data'>,
  stage: string,
): string {
  return manifestPath(join(data, 'manifests'), { pipeline, recipe, stage });
}

/** The content of each artefact that a stage reads, as its manifest records it. */
export function contentsOf(inputs: readonly Artefact[]): Manifest['inputs'] {
  return inputs.map(({ manifest }) => ({
    stage: manifest.stage,
    content: contentOf(manifest.shards, manifest.summary),
  }));
}

export function manifestOf(life: Life, outcome: Outcome): Manifest {
  const { pipeline, recipe, code } = life.options;
  const settings = life.options.settings as Json; // parsed from JSON by the stage's schema
  const inputs = contentsOf(life.inputs);
  return {
    formatVersion: MANIFEST_FORMAT,
    pipeline,
    recipe,
    stage: life.stage.name,
    fingerprint: artefactFingerprint(life.stage, { code, settings, inputs }),
    settings,
    inputs,
    shards: [...outcome.shards],
    summary: outcome.summary,
    files: Object.fromEntries(
      Object.entries(outcome.files ?? {}).map(([file, shard]) => [file, shard.sha256]),
    ),
  };
}

/** Of what determines an artefact: the stage, its code, its settings and the content of its inputs. */
export function artefactFingerprint(
  { name, version }: Pick<Stage, 'name' | 'version'>,
  { code, settings, inputs }: { code: Digest } & Pick<Manifest, 'settings' | 'inputs'>,
): Fingerprint {
  return fingerprintOf({ stage: name, version, code, settings, inputs });
}

/** A fingerprint does not tell the code apart from the rest; with settings and inputs as they were, it does. */
export function isOfCode(stage: Pick<Stage, 'name' | 'version'>, manifest: Manifest, code: Digest): boolean {
  const { settings, inputs, fingerprint } = manifest;
  return artefactFingerprint(stage, { code, settings, inputs }) === fingerprint;
}

function madeByTodaysCode(
  stage: Stage,
  { code }: Pick<LifeOptions, 'code'>,
  committed: Manifest | null,
): Artefact | null {
  return committed !== null && isOfCode(stage, committed, code) ? artefactOf(committed) : null;
}
