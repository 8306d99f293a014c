import type { ShardExecutor } from '@tintype/executor';
import { type Holder, type Manifest, type Shard, whileUsed, writeManifest } from '@tintype/store';
import { Observable } from 'rxjs';

import type { Fetched, RunEvent } from '../events.ts';
import { locateFolders } from '../folders.ts';
import { layOutResults } from '../layout/lay-out-results.ts';
import { renewNote } from '../probe/probe.ts';
import { createRateKeeper } from '../rates/rate-keeper.ts';
import { readyRemote } from '../remote/ready-remote.ts';
import type { Outcome, Stage } from '../stage.ts';
import { UserError } from '../user-error.ts';
import { makeShards } from './make-shards.ts';
import { readShard } from './read-shard.ts';
import { refuseParts } from './refuse-parts.ts';
import {
  committedManifest,
  isChanged,
  manifestFile,
  manifestOf,
  openStageRun,
  stageLock,
  type StageRun,
  type StageRunOptions,
  storeIn,
  surroundingsOf,
} from './stage-run.ts';

export interface RunOptions extends StageRunOptions {
  /** Built module with the stage's computations. */
  readonly module: string;
  readonly executor: ShardExecutor;
  clock(): number;
}

type Emit = (event: RunEvent) => void;

/** A stage's life: wait for the lock, read the inputs, reuse or make its shards, commit the manifest. */
export function runStage(stage: Stage, options: RunOptions): Observable<RunEvent> {
  return new Observable((subscriber) => {
    live(stage, options, (event) => subscriber.next(event)).then(
      () => subscriber.complete(),
      (error: unknown) => subscriber.error(error),
    );
  });
}

async function live(stage: Stage, options: RunOptions, emit: Emit): Promise<void> {
  const { pipeline, recipe, signal } = options;
  const { data } = locateFolders(options.workspace);
  const lock = stageLock({ pipeline, recipe, stage: stage.name });
  const onWait = (holder: Holder) => emit({ type: 'waiting', stage: stage.name, holder });

  await whileUsed(storeIn(data), lock, { signal, onWait }, async () => {
    const start = options.clock();
    const run = await openStageRun(stage, options, await readInputs(stage, options));
    if (isChanged(run)) options.executor.prepare?.(options.module); // threads start while the plan is made
    await readyRemote(run, (text) => emit({ type: 'note', stage: stage.name, text }));
    const { outcome, saveRates, took, ...tally } = await work(run, options, emit);
    await saveRates(options.clock() - start); // before the manifest, which goes last
    const manifest = await commit(run, outcome, took);
    await renewNote(data);
    const { headline, details = [] } = outcome;
    const ms = options.clock() - start;
    emit({ type: 'stage-done', stage: stage.name, headline, details, ...tally, ms, manifest });
  });
}

/** Runs the stage and counts what it reused; what its computations took is kept for later predictions. */
async function work(run: StageRun, { module, executor, clock }: RunOptions, emit: Emit) {
  const { stage, store } = run;
  const tally: { shards: number; reused: number; fetched?: Fetched } = { shards: 0, reused: 0 };
  const took = new Map<string, number>();
  const made: Shard[] = [];
  const rates = createRateKeeper(store.root, { ...run, stage: stage.name }, clock);
  const count = (event: RunEvent) => {
    if (event.type === 'wave')
      [tally.shards, tally.reused] = [tally.shards + event.total, tally.reused + event.reused];
    if (event.type === 'fetch' && event.done.shards === event.total.shards)
      // its last
      tally.fetched = addFetched(tally.fetched, { from: event.from, ...event.done });
    if (event.type === 'shard-done' || event.type === 'shard-progress') rates.hear(event);
    if (event.type === 'shard-done')
      for (const { fingerprint } of event.shards) took.set(fingerprint, event.ms);
    emit(event);
  };
  const outcome = await stage.run(
    surroundingsOf(run, {
      planning: false,
      async shards(wave) {
        const shards = await makeShards(wave, run, { module, executor, rates, emit: count });
        shards.forEach((shard) => made.push(shard));
        return shards;
      },
      read: (shard) => readShard(shard, store),
      note: (text) => emit({ type: 'note', stage: stage.name, text }),
      reads: () => {},
    }),
  );
  refuseParts(stage.name, outcome.shards, made);
  return { outcome, saveRates: rates.save, took, ...tally };
}

function addFetched(before: Fetched | undefined, { from, shards, bytes }: Fetched): Fetched {
  return { from, shards: shards + (before?.shards ?? 0), bytes: bytes + (before?.bytes ?? 0) };
}

async function readInputs(stage: Stage, options: RunOptions): Promise<readonly Manifest[]> {
  return Promise.all(
    Object.values(stage.needs).map(async ({ name }) => {
      const manifest = await committedManifest(options, name);
      if (manifest !== null) return manifest;
      throw new UserError(
        `${stage.name}: expected the artefact of ${name}, which has not run; run npx nx run ${options.pipeline}:${stage.name} -c ${options.recipe}`,
      );
    }),
  );
}

/** Readable files first, the manifest last: whoever finds a manifest finds all that it names. */
async function commit(run: StageRun, outcome: Outcome, took: ReadonlyMap<string, number>): Promise<Manifest> {
  const { folders, stage, store } = run;
  const { files = {} } = outcome;
  await layOutResults({ files, dated: stage.dated, took }, folders.results, store);
  const manifest = manifestOf(run, outcome);
  await writeManifest(manifestFile(folders, manifest), manifest);
  return manifest;
}
