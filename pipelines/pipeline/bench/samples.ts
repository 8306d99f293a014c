import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

import { manifestPath, readManifest, readTextIfThere } from '@tintype/store';

import { readCrossValidation } from '../src/bundle/cross-validation.ts';
import { rowsOf } from '../src/runs/evaluate-summary.ts';
import type { MethodRow } from '../src/runs/method-row.ts';
import { evaluateSummary } from '../src/schemas/method-rows.ts';
import { readReadmes, rewriteSamples } from '../src/testing/samples.ts';
import { rewriteScores } from '../src/testing/score-tables.ts';

const COMMAND = 'npx nx run pipeline:all';
const REVIEW = 'pipelines/activations/README.md';
const PIPELINE = 'pipelines/pipeline/README.md';

/**
 * `npx nx run pipeline:all | npm run docs:samples` writes what a run printed, the scores of the default recipe and of the
 * bundled model's cross-validation, and the review's results where it has been run, into the READMEs that show them. The
 * run should be the first one of a clone: others compute nothing, and say so.
 */
const workspace = process.cwd();
const output = await text(process.stdin);
const [measured, crossValidated] = [await defaultRows(), await crossValidatedRows()];
const tables: readonly (readonly [file: string, heading: string, rows: readonly MethodRow[]])[] = [
  ['README.md', 'Results', crossValidated],
  [PIPELINE, 'The bundled model, cross-validated', crossValidated],
  [PIPELINE, 'The default recipe', measured],
];

const review = await readTextIfThere(join(workspace, 'data/reports/activations/default/results.md'));

for (const [file, document] of readReadmes(workspace)) {
  const scored = tables
    .filter(([of]) => of === file)
    .reduce((rewritten, [, heading, rows]) => rewriteScores(rewritten, heading, rows), document);
  const reviewed = file === REVIEW && review !== null ? rewriteReview(scored, review) : scored;
  const rewritten = rewriteSamples(reviewed, COMMAND, output);
  if (rewritten === document) continue;
  await writeFile(join(workspace, file), rewritten);
  execFileSync('npx', ['prettier', '--write', file], { cwd: workspace, stdio: 'inherit' }); // aligns the tables
}

async function defaultRows(): Promise<readonly MethodRow[]> {
  const address = { pipeline: 'pipeline', recipe: 'default', stage: 'evaluate' };
  const manifest = await readManifest(manifestPath(join(workspace, 'data/manifests'), address));
  if (manifest === null)
    throw new Error(`docs:samples: expected a finished run of the default recipe; run ${COMMAND}`);
  return rowsOf(evaluateSummary.parse(manifest.summary));
}

async function crossValidatedRows(): Promise<readonly MethodRow[]> {
  const file = join(workspace, 'data/models/bundled/cross-validation.json');
  const found = await readCrossValidation(file);
  if (found === null)
    throw new Error(`docs:samples: expected ${file}; run npx nx run pipeline:cross-validate -c best`);
  return found.rows;
}

/** The first table of the review's README as a run wrote it, without the times, which no other machine has. */
function rewriteReview(markdown: string, results: string): string {
  const rows = results
    .trim()
    .split('\n')
    .map((line) => line.split('|').slice(1, -1));
  const times = rows[0]?.findIndex((title) => title.trim() === 's per epoch');
  const lines = rows.map((cells) => `|${cells.filter((_, i) => i !== times).join('|')}|\n`);
  return markdown.replace(/^\| activation .*\n(\|.*\n)+/m, lines.join(''));
}
