import { join } from 'node:path';

import { Observable } from 'rxjs';

import type { ShardExecutor } from '@tintype/executor';
import {
  contentOf,
  fingerprintOf,
  MANIFEST_FORMAT,
  manifestPath,
  openStore,
  readManifest,
  withLock,
  writeManifest,
  type Digest,
  type Json,
  type Manifest,
  type Shard,
  type Store,
} from '@tintype/store';

import type { RunEvent } from './events.ts';
import { layOutResults } from './lay-out-results.ts';
import { makeShards } from './make-shards.ts';
import {
  artefactOf,
  foldersOf,
  resultsFolder,
  type Artefact,
  type Folders,
  type Outcome,
  type Stage,
  type StageContext,
} from './stage.ts';
import { UserError } from './user-error.ts';

export interface RunOptions {
  readonly pipeline: string;
  readonly recipe: string;
  readonly recipeFile: string;
  readonly settings: unknown;
  readonly workspace: string;
  readonly module: string;
  readonly code: Digest;
  readonly executor: ShardExecutor;
  readonly signal: AbortSignal;
  clock(): number;
}

/** A stage's life: wait for the lock, read the inputs, reuse or make its shards, commit the manifest. */
export function runStage(stage: Stage, options: RunOptions): Observable<RunEvent> {
  return new Observable((subscriber) => {
    live(stage, options, (event) => subscriber.next(event)).then(
      () => subscriber.complete(),
      (error: unknown) => subscriber.error(error),
    );
  });
}

async function live(stage: Stage, options: RunOptions, emit: (event: RunEvent) => void): Promise<void> {
  const { pipeline, recipe, signal } = options;
  const base = foldersOf(options.workspace);
  const folders = { ...base, results: resultsFolder(base.data, options) };
  const store = openStore(join(folders.data, 'store'));
  const lock = join(store.root, 'locks', `${pipeline}-${recipe}-${stage.name}`);
  const onWait = (owner: number) => emit({ type: 'waiting', stage: stage.name, owner });

  await withLock(lock, { signal, onWait }, async () => {
    const start = options.clock();
    const inputs = await readInputs(stage, options, folders);
    const tally = { shards: 0, reused: 0 };
    const count = (event: RunEvent) => {
      if (event.type === 'wave')
        [tally.shards, tally.reused] = [tally.shards + event.total, tally.reused + event.reused];
      emit(event);
    };
    const outcome = await stage.run(contextOf(stage, { options, folders, store, inputs, emit: count }));
    const manifest = await commit(stage, { options, folders, store, inputs, outcome });
    const { headline, details = [] } = outcome;
    emit({
      type: 'stage-done',
      stage: stage.name,
      headline,
      details,
      ...tally,
      ms: options.clock() - start,
      manifest,
    });
  });
}

async function readInputs(stage: Stage, options: RunOptions, folders: Folders): Promise<readonly Artefact[]> {
  return Promise.all(
    stage.needs.map(async (name) => {
      const manifest = await readManifest(manifestFile(options, folders, name));
      if (manifest === null)
        throw new UserError(
          `${stage.name}: expected the artefact of ${name}, which has not run; run npx nx run ${options.pipeline}:${stage.name} -c ${options.recipe}`,
        );
      return artefactOf(manifest);
    }),
  );
}

function manifestFile({ pipeline, recipe }: RunOptions, { data }: Folders, stage: string): string {
  return manifestPath(join(data, 'manifests'), { pipeline, recipe, stage });
}

interface Life {
  readonly options: RunOptions;
  readonly folders: Folders;
  readonly store: Store;
  readonly inputs: readonly Artefact[];
}

function contextOf(
  stage: Stage,
  { options, folders, store, inputs, emit }: Life & { emit(event: RunEvent): void },
): StageContext {
  const { settings, recipe, recipeFile, module, code, executor, signal } = options;
  return {
    settings,
    folders,
    recipe,
    recipeFile,
    signal,
    artefact(name) {
      const found = inputs.find(({ manifest }) => manifest.stage === name);
      if (found === undefined)
        throw new Error(`Internal error: expected ${stage.name} to declare that it needs ${name}`);
      return found;
    },
    shards: (wave) => makeShards(wave, { stage, module, code, store, executor, signal, emit }),
    inputOf: ({ name, sha256 }: Shard) => ({ name, sha256, path: store.blobPath(sha256) }),
    read: ({ sha256 }: Shard) => store.readBlob(sha256),
    note: (text) => emit({ type: 'note', stage: stage.name, text }),
  };
}

/** Readable files first, the manifest last: whoever finds a manifest finds all that it names. */
async function commit(
  stage: Stage,
  { options, folders, store, inputs, outcome }: Life & { outcome: Outcome },
): Promise<Manifest> {
  await layOutResults(outcome.files ?? {}, folders.results, store);
  const manifest = manifestOf(stage, options, inputs, outcome);
  await writeManifest(manifestFile(options, folders, stage.name), manifest);
  return manifest;
}

function manifestOf(
  stage: Stage,
  options: RunOptions,
  inputs: readonly Artefact[],
  outcome: Outcome,
): Manifest {
  const { pipeline, recipe, code } = options;
  const settings = options.settings as Json; // parsed from JSON by the stage's schema
  const read = inputs.map(({ manifest }) => ({
    stage: manifest.stage,
    content: contentOf(manifest.shards, manifest.summary),
  }));
  const { name, version } = stage;
  return {
    formatVersion: MANIFEST_FORMAT,
    pipeline,
    recipe,
    stage: name,
    fingerprint: fingerprintOf({ stage: name, version, code, settings, inputs: read }),
    settings,
    inputs: read,
    shards: [...outcome.shards],
    summary: outcome.summary,
    files: Object.fromEntries(
      Object.entries(outcome.files ?? {}).map(([file, shard]) => [file, shard.sha256]),
    ),
  };
}
