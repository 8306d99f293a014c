import { relative } from 'node:path';

import type { MetricsRows } from '@tintype/records';
import { type Host, locateFolders, type Pipeline, type RecipeRun } from '@tintype/stage';
import { asJson, publish } from '@tintype/store';

import { originalsOf } from '../evaluate/originals-of.ts';
import { scoreWithIntervals } from '../evaluate/scores/bootstrap-scores.ts';
import { sameOriginalIn } from '../ingest/same-original.ts';
import { refuseFailures } from '../recipe-runs/refuse-failures.ts';
import { runRecipes, type Trainings } from '../recipe-runs/run-recipes.ts';
import { type MethodRow, networkAt } from '../runs/method-row.ts';
import { openRunFiles } from '../runs/open-run-files.ts';
import { readRun } from '../runs/read-run.ts';
import { readMetrics, readPhotos } from '../runs/read-tables.ts';
import { ingestSettings } from '../schemas/ingest.ts';
import { CROSS_VALIDATION, crossValidationFile } from './cross-validation-file.ts';
import { relabel } from './relabel.ts';

export interface CrossValidation {
  readonly photos: number;
  readonly temperature: number;
  readonly scores: readonly MethodRow[];
  /** The file with the scores, from the workspace. */
  readonly result: string;
}

interface Folding {
  /** The recipe under its own name. */
  readonly recipe: RecipeRun;
  readonly folds: number;
  readonly trainings: Trainings;
}

/**
 * Runs all stages once for each fold of the originals, so that every photo is coloured by a model that has seen
 * neither it nor a crop of the same original, and scores all photos together. Each model is decoded as it chose on its
 * own validation photos; the rows of what was chosen have the temperature that the first chose. Every fold's artefacts are in the store:
 * an interrupted run goes on where it was. Writes `data/reports/cross-validation/<recipe>.json`.
 */
export async function crossValidate(
  pipeline: Pipeline,
  { recipe, folds, trainings }: Folding,
  host: Host,
): Promise<CrossValidation> {
  const runs = Array.from({ length: folds }, (_, held) => foldOf(recipe, { of: folds, held }));
  refuseFailures('cross-validate', await runRecipes(pipeline, runs, trainings, host), runs.length);
  const metrics: MetricsRows[] = [];
  const temperatures: number[] = [];
  const originals = new Map<string, string>();
  for (const fold of runs) {
    const measured = await readFold(host.workspace, fold.recipe);
    temperatures.push(measured.temperature);
    const [label = measured.temperature] = temperatures;
    metrics.push(...measured.metrics.map((table) => relabel(table, measured.temperature, label)));
    for (const [photo, original] of measured.originals) originals.set(photo, original);
  }
  const [temperature = NaN] = temperatures;
  const originalOf = (photo: string) => originals.get(photo) ?? photo;
  const measured = scoreWithIntervals(metrics, { temperature, originalOf });
  const all = networkAt(measured, temperature)?.photos;
  const scores = measured.filter(({ photos }) => photos === all); // folds decode in ways of their own
  const facts = { recipe: recipe.recipe, folds, photos: originals.size, temperature };
  const result = await writeScores(host.workspace, facts, scores);
  return { ...facts, scores, result };
}

/** The recipe with one fold of its originals held out. */
function foldOf(
  { recipe, settings, ...run }: RecipeRun,
  fold: { readonly of: number; readonly held: number },
): RecipeRun {
  const ingest = { ...ingestSettings.parse(settings['ingest']), fold };
  return {
    ...run,
    pipeline: CROSS_VALIDATION,
    recipe: `${recipe}-fold-${fold.held + 1}-of-${fold.of}`,
    settings: { ...settings, ingest: asJson(ingest) },
  };
}

/** What a fold's held-out photos scored, and which original each is a crop of. */
async function readFold(workspace: string, recipe: string) {
  const files = openRunFiles(locateFolders(workspace).data, CROSS_VALIDATION);
  const run = await readRun(recipe, files);
  const sameOriginal = sameOriginalIn(run.artefacts.ingest);
  const originalOf = originalsOf(await readPhotos(run, files), sameOriginal);
  const metrics = await readMetrics(run, files);
  const held = new Set(metrics.flatMap(({ photo }) => photo));
  const { temperature } = run.decoding;
  return { temperature, metrics, originals: [...held].map((photo) => [photo, originalOf(photo)] as const) };
}

/** JSON has no infinity, which the PSNR of a picture that was hit exactly is. */
const finite = (_: string, value: unknown) =>
  typeof value === 'number' && !Number.isFinite(value) ? null : value;

async function writeScores(
  workspace: string,
  facts: { readonly recipe: string },
  rows: readonly MethodRow[],
): Promise<string> {
  const file = crossValidationFile(locateFolders(workspace).data, facts.recipe);
  await publish(file, `${JSON.stringify({ ...facts, rows }, finite, 2)}\n`);
  return relative(workspace, file);
}
