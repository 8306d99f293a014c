import { join, relative } from 'node:path';

import { metricsTable, photosTable, type MetricsRows } from '@tintype/records';
import {
  foldersOf,
  openArtefact,
  readShard,
  runAndTell,
  type Pipeline,
  type Recipe,
  type Stage,
  type Host,
} from '@tintype/stage';
import { asJson, manifestPath, openStore, publish, readManifest } from '@tintype/store';

import { scoreWithIntervals, type IntervalScore } from '../evaluate/bootstrap-scores.ts';
import { originalsOf } from '../evaluate/originals-of.ts';
import { CROSS_VALIDATION, crossValidationFile } from './cross-validation-file.ts';
import { ingestSettings } from '../ingest/ingest-settings.ts';
import { sameOriginalIn } from '../ingest/same-original.ts';
import { evaluate as evaluateStage, evaluateSettings } from '../stages/evaluate.ts';
import { ingest as ingestStage } from '../stages/ingest.ts';

export interface CrossValidation {
  readonly photos: number;
  readonly temperature: number;
  readonly scores: readonly IntervalScore[];
  /** The file with the scores, from the workspace. */
  readonly result: string;
}

interface NamedRecipe {
  readonly name: string;
  readonly file: string;
  readonly settings: Recipe;
}

/**
 * Runs all stages once for each fold of the originals, so that every photo is coloured by a model that has seen
 * neither it nor a crop of the same original, and scores all photos together. Every fold's artefacts are in the store:
 * an interrupted run goes on where it was. Writes `data/reports/cross-validation/<recipe>.json`.
 */
export async function crossValidate(
  { stages }: Pipeline,
  { recipe, folds }: { readonly recipe: NamedRecipe; readonly folds: number },
  host: Host,
): Promise<CrossValidation> {
  const metrics: MetricsRows[] = [];
  const originals = new Map<string, string>();
  for (let held = 0; held < folds; held++) {
    const ingest = { ...ingestSettings.parse(recipe.settings['ingest']), fold: { of: folds, held } };
    const fold = `${recipe.name}-fold-${held + 1}-of-${folds}`;
    await runStages(
      stages,
      fold,
      { ...recipe, settings: { ...recipe.settings, ingest: asJson(ingest) } },
      host,
    );
    const measured = await readFold(host.workspace, fold);
    metrics.push(...measured.metrics);
    for (const [photo, original] of measured.originals) originals.set(photo, original);
  }
  const { temperature } = evaluateSettings.parse(recipe.settings['evaluate']);
  const originalOf = (photo: string) => originals.get(photo) ?? photo;
  const scores = scoreWithIntervals(metrics, { temperature, originalOf });
  const facts = { recipe: recipe.name, folds, photos: originals.size, temperature };
  const result = await writeScores(host.workspace, facts, scores);
  return { ...facts, scores, result };
}

/** In their order, which is that of their needs. */
async function runStages(
  stages: readonly Stage[],
  fold: string,
  { file, settings }: NamedRecipe,
  host: Host,
): Promise<void> {
  host.terminal.write(`${fold}\n`);
  for (const stage of stages) {
    const run = {
      pipeline: CROSS_VALIDATION,
      recipe: fold,
      recipeFile: file,
      settings: settings[stage.name] ?? {},
    };
    await runAndTell(stage, run, host);
  }
}

/** What a fold's held-out photos scored, and which original each is a crop of. */
async function readFold(workspace: string, recipe: string) {
  const { data } = foldersOf(workspace);
  const store = openStore(join(data, 'store'));
  const read = async ({ name: stage }: Stage) => {
    const address = { pipeline: CROSS_VALIDATION, recipe, stage };
    const manifest = await readManifest(manifestPath(join(data, 'manifests'), address));
    if (manifest !== null) return manifest;
    throw new Error(`Internal error: expected the manifest of ${stage}, which has just run`);
  };
  const ingest = openArtefact(ingestStage, await read(ingestStage));
  const evaluate = openArtefact(evaluateStage, await read(evaluateStage));
  const photos = photosTable.decode(await readShard(ingest.shard('photos'), store));
  const metrics = evaluate
    .shardsIn('metrics/')
    .map(async (shard) => metricsTable.decode(await readShard(shard, store), shard.name));
  const originalOf = originalsOf(photos, sameOriginalIn(ingest));
  const tables = await Promise.all(metrics);
  const held = new Set(tables.flatMap(({ photo }) => photo));
  return { metrics: tables, originals: [...held].map((photo) => [photo, originalOf(photo)] as const) };
}

/** JSON has no infinity, which the PSNR of a picture that was hit exactly is. */
const finite = (_: string, value: unknown) =>
  typeof value === 'number' && !Number.isFinite(value) ? null : value;

async function writeScores(
  workspace: string,
  facts: { readonly recipe: string },
  rows: readonly IntervalScore[],
): Promise<string> {
  const file = crossValidationFile(foldersOf(workspace).data, facts.recipe);
  await publish(file, `${JSON.stringify({ ...facts, rows }, finite, 2)}\n`);
  return relative(workspace, file);
}
