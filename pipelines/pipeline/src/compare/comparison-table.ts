import { decimals, grouped } from '@tintype/report';
import { textTable } from '@tintype/terminal';

import type { ComparedScore, Run } from './read-runs.ts';

export const COLUMNS = [
  'recipe',
  'photos',
  'held out',
  'bins',
  'network',
  'parameters',
  'T',
  'balanced AuC',
  'raw AuC',
  'RMSE ab',
  'PSNR, dB',
  'chroma ratio',
] as const;

/** A row for each run, as words; behind the slash stands the best that a baseline reaches on the same photos. */
export function comparisonRows(runs: readonly Run[]): readonly (readonly string[])[] {
  return runs.map((run) => [
    run.insteadOf === null ? run.recipe : `${run.recipe} *`,
    grouped(run.photos),
    grouped(run.heldOut),
    grouped(run.bins),
    run.network,
    grouped(run.parameters),
    String(run.temperature),
    besideBest(run, 'aucBalanced', 3),
    besideBest(run, 'auc', 3),
    besideBest(run, 'rmseAb', 1),
    besideBest(run, 'psnr', 1),
    decimals(run.score.chromaRatio, 2),
  ]);
}

type Measure = Exclude<keyof ComparedScore, 'method' | 'temperature' | 'photos'>;

function besideBest({ score, baselines }: Run, measure: Measure, digits: number): string {
  const values = baselines.flatMap((baseline) => baseline[measure] ?? []);
  if (values.length === 0) return decimals(score[measure], digits);
  const best = measure === 'rmseAb' ? Math.min(...values) : Math.max(...values);
  return `${decimals(score[measure], digits)} / ${decimals(best, digits)}`;
}

/** What the table does not say by itself, a sentence each. */
export function comparisonNotes(runs: readonly Run[]): readonly string[] {
  const stoodIn = runs.flatMap(({ insteadOf }) => insteadOf ?? []);
  return [
    'Behind the slash: the best baseline of that measure on the same photos. Recipes that hold out other photos are not comparable with each other, only with their baselines. The balanced AuC weighs by each recipe’s own prior.',
    ...[...new Set(stoodIn)].map((url) => `* On the bundled photos, since ${url} could not be downloaded.`),
  ];
}

/** The table for a terminal. */
export function comparisonText(runs: readonly Run[]): string {
  const lines = textTable(
    COLUMNS.map((title) => ({ title })),
    comparisonRows(runs),
  );
  return [...lines, '', ...comparisonNotes(runs)].join('\n');
}
