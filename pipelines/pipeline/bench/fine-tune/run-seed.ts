import { mkdir, symlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

import { curvesTable, type MetricsRows, parseFacts } from '@tintype/records';
import {
  buildRecipeSchema,
  type Host,
  locateFolders,
  locateRecipe,
  openHost,
  readRecipe,
  type Recipe,
  runAndTell,
  shardNamed,
} from '@tintype/stage';
import { readShard } from '@tintype/stage/read-shard';
import { asJson } from '@tintype/store';

import { pipeline } from '../../src/pipeline.ts';
import { ofStage } from '../../src/recipe-runs/run-quietly.ts';
import { openRunFiles } from '../../src/runs/open-run-files.ts';
import { readRun, type Run } from '../../src/runs/read-run.ts';
import { readMetrics } from '../../src/runs/read-tables.ts';
import type { RunFiles } from '../../src/runs/run-files.ts';
import { ingestSettings } from '../../src/schemas/ingest.ts';
import { trainSettings } from '../../src/schemas/train.ts';

/** What fine-tuning with one seed came to. */
export interface TunedSeed {
  readonly seed: number;
  /** 0 where it kept the model that it started from. */
  readonly keptEpoch: number;
  /** AuC of the validation photos' patches: of the start, then after each epoch. */
  readonly validation: readonly number[];
  /** The one that stands for the fine-tuned model. */
  readonly temperature: number;
  /** Of the held-out photos, by every method. */
  readonly metrics: readonly MetricsRows[];
}

const RECIPE = 'folder';

/** A process's host on a workspace of its own in the empty `folder`, with the models of this one. */
export async function openWorkspace(folder: string): Promise<Host> {
  await mkdir(join(folder, 'data'), { recursive: true });
  await symlink(resolve('data/models'), join(folder, 'data/models'));
  const dist = pathToFileURL(`${resolve('pipelines/pipeline/dist')}/`);
  return { ...openHost(dist), workspace: folder };
}

/** Runs the recipe `folder` on the photos, split and trained with `seed`; its artefacts stay in the store of `host`. */
export async function runSeed(photos: string, seed: number, host: Host): Promise<TunedSeed> {
  const recipeFile = locateRecipe(host.recipes, RECIPE);
  const recipe = `${RECIPE}-seed-${seed}`;
  const settings = await seededSettings(recipeFile, photos, seed);
  const run = { pipeline: pipeline.name, recipe, recipeFile, settings };
  for (const stage of pipeline.stages) await runAndTell(stage, ofStage(run, stage), host);
  const files = openRunFiles(locateFolders(host.workspace).data);
  const tuned = await readRun(recipe, files);
  return {
    seed,
    keptEpoch: tuned.artefacts.train.summary.keptEpoch,
    validation: await readValidation(tuned, files),
    temperature: tuned.decoding.temperature,
    metrics: await readMetrics(tuned, files),
  };
}

async function seededSettings(recipeFile: string, photos: string, seed: number): Promise<Recipe> {
  const settings = await readRecipe(recipeFile, buildRecipeSchema(pipeline.stages));
  const source = { kind: 'folder', path: resolve(photos) } as const;
  return {
    ...settings,
    ingest: asJson({ ...ingestSettings.parse(settings['ingest']), source, seed }),
    train: asJson({ ...trainSettings.parse(settings['train']), seed }),
  };
}

async function readValidation({ artefacts }: Run, files: RunFiles): Promise<readonly number[]> {
  const shard = shardNamed(artefacts.train.shards, 'curves');
  const { validationAuc } = curvesTable.decode(await readShard(shard, files), shard.name);
  const { startAuc } = parseFacts(curvesTable, shard);
  return [startAuc ?? NaN, ...validationAuc];
}
