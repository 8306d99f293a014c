import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { readLicences } from '@tintype/images/sources';
import type { Decoding } from '@tintype/network';
import { locateFolders, UserError } from '@tintype/stage';
import { type Json, makeFolder } from '@tintype/store';

import type { Credit } from '../report/report-data.ts';
import { openRunFiles } from '../runs/open-run-files.ts';
import { readRuns, type Run } from '../runs/read-run.ts';
import { readSheet } from './comparison-sheet.ts';
import { comparisonNotes, comparisonText } from './comparison-table.ts';
import { renderComparison } from './render-comparison.ts';

const MOST_PHOTOS = 8;

export interface ComparedRun
  extends Pick<Run, 'recipe' | 'insteadOf' | 'bins' | 'network' | 'parameters'>, Decoding {
  readonly photos: number;
  /** Photos that were measured. */
  readonly heldOut: number;
  readonly evaluate: Json;
}

/** The comparison for programs: what each recipe is, and all that its stage evaluate says. */
export interface Comparison {
  readonly runs: readonly ComparedRun[];
  readonly notes: readonly string[];
  /** The page, from the workspace. */
  readonly report: string;
}

/**
 * Writes `data/reports/pipeline/compare.html` over the recipes that have been run.
 *
 * @returns the table, as text and for programs
 */
export async function compareRuns(
  workspace: string,
): Promise<{ readonly text: string; readonly document: Comparison }> {
  const { data } = locateFolders(workspace);
  const files = openRunFiles(data);
  const runs = await readRuns(files);
  if (runs.length === 0)
    throw new UserError(
      'compare: expected a recipe that has been run, found none; run npx nx run pipeline:all',
    );
  const sheet = await readSheet(runs, files, MOST_PHOTOS);
  const page = await renderComparison(runs, sheet, await readCredits(data, runs));
  const folder = join(data, 'reports', 'pipeline');
  await makeFolder(folder);
  await writeFile(join(folder, 'compare.html'), page);
  const report = 'data/reports/pipeline/compare.html';
  const text = `${comparisonText(runs)}\n\nreport ${report}`;
  return { text, document: { runs: runs.map(describeRun), notes: comparisonNotes(runs), report } };
}

function describeRun(run: Run): ComparedRun {
  const { recipe, kept, score, insteadOf, bins, network, parameters, decoding } = run;
  const facts = { recipe, photos: kept, insteadOf, bins, network, parameters, ...decoding };
  return { ...facts, heldOut: score.photos, evaluate: run.artefacts.evaluate.manifest.summary };
}

/** Who made the bundled photos; people's own need no credit. */
async function readCredits(data: string, runs: readonly Run[]): Promise<ReadonlyMap<string, Credit>> {
  const isBundled = ({ source, insteadOf }: Run) => insteadOf !== null || source === 'bundled';
  return runs.some(isBundled) ? readLicences(join(data, 'photos', 'LICENSES.csv')) : new Map();
}
