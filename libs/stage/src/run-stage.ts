import { join } from 'node:path';

import { Observable } from 'rxjs';

import type { ShardExecutor } from '@tintype/executor';
import { openStore, whileUsed, writeManifest, type Holder, type Manifest } from '@tintype/store';

import type { RunEvent } from './events.ts';
import { layOutResults } from './lay-out-results.ts';
import { makeShards } from './make-shards.ts';
import { renewNote } from './probe.ts';
import { createRateKeeper } from './rates.ts';
import { readShard } from './read-shard.ts';
import {
  artefactOf,
  foldersOf,
  resultsFolder,
  type Artefact,
  type Folders,
  type Outcome,
  type Stage,
} from './stage.ts';
import {
  committedManifest,
  contextOf,
  manifestFile,
  manifestOf,
  type Life,
  type LifeOptions,
} from './stage-life.ts';
import { UserError } from './user-error.ts';

export interface RunOptions extends LifeOptions {
  readonly module: string;
  readonly executor: ShardExecutor;
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
  const lock = `${pipeline}-${recipe}-${stage.name}`;
  const onWait = (holder: Holder) => emit({ type: 'waiting', stage: stage.name, holder });

  await whileUsed(store, lock, { signal, onWait }, async () => {
    const start = options.clock();
    const inputs = await readInputs(stage, options, folders);
    const committed = await committedManifest(options, folders, stage.name);
    const life = { stage, options, folders, store, inputs, committed };
    const { outcome, ...tally } = await work(life, options, emit);
    const manifest = await commit(life, outcome);
    await renewNote(folders.data);
    const { headline, details = [] } = outcome;
    const ms = options.clock() - start;
    emit({ type: 'stage-done', stage: stage.name, headline, details, ...tally, ms, manifest });
  });
}

/** Runs the stage and counts what it reused; what its computations took is kept for later predictions. */
async function work(life: Life, { module, executor }: RunOptions, emit: (event: RunEvent) => void) {
  const { stage, options, store } = life;
  const tally = { shards: 0, reused: 0 };
  const rates = createRateKeeper(store.root, { ...options, stage: stage.name });
  const count = (event: RunEvent) => {
    if (event.type === 'wave')
      [tally.shards, tally.reused] = [tally.shards + event.total, tally.reused + event.reused];
    if (event.type === 'shard-done') rates.add(event);
    emit(event);
  };
  const { code, signal } = options;
  const workshop = { stage, module, code, store, executor, signal, emit: count };
  const outcome = await stage.run(
    contextOf(life, {
      planning: false,
      shards: (wave) => makeShards(rates.follow(wave), workshop),
      read: (shard) => readShard(shard, store),
      note: (text) => emit({ type: 'note', stage: stage.name, text }),
      reads: () => {},
    }),
  );
  await rates.save(); // before the manifest, which goes last
  return { outcome, ...tally };
}

async function readInputs(stage: Stage, options: RunOptions, folders: Folders): Promise<readonly Artefact[]> {
  return Promise.all(
    stage.needs.map(async (name) => {
      const manifest = await committedManifest(options, folders, name);
      if (manifest === null)
        throw new UserError(
          `${stage.name}: expected the artefact of ${name}, which has not run; run npx nx run ${options.pipeline}:${stage.name} -c ${options.recipe}`,
        );
      return artefactOf(manifest);
    }),
  );
}

/** Readable files first, the manifest last: whoever finds a manifest finds all that it names. */
async function commit(life: Life, outcome: Outcome): Promise<Manifest> {
  const { stage, options, folders, store } = life;
  await layOutResults(outcome.files ?? {}, folders.results, store);
  const manifest = manifestOf(life, outcome);
  await writeManifest(manifestFile(options, folders, stage.name), manifest);
  return manifest;
}
