import { bestValue, type MeasureKey } from '@tintype/colour';
import { grouped } from '@tintype/report';
import { textTable } from '@tintype/terminal';

import { MEANINGS } from '../report/measure-meanings.ts';
import { betterWords, measureHeading, measureText } from '../report/show-measure.ts';
import type { Run } from '../runs/read-run.ts';

/** Shown beside the best that a baseline reaches. */
const BESIDE_BEST: readonly MeasureKey[] = ['aucBalanced', 'auc', 'rmseAb', 'hue', 'psnr'];

/** The measures by which recipes are compared. */
export const SHOWN: readonly MeasureKey[] = [...BESIDE_BEST, 'chromaRatio'];

export const COLUMNS: readonly string[] = [
  'recipe',
  'photos',
  'held out',
  'bins',
  'network',
  'parameters',
  'T',
  ...SHOWN.map(measureHeading),
];

/** A row for each run, as words; behind the slash stands the best that a baseline reaches on the same photos. */
export function comparisonRows(runs: readonly Run[]): readonly (readonly string[])[] {
  return runs.map((run) => [
    run.insteadOf === null ? run.recipe : `${run.recipe} *`,
    grouped(run.kept),
    grouped(run.score.photos),
    grouped(run.bins),
    run.network,
    grouped(run.parameters),
    String(run.decoding.temperature),
    ...BESIDE_BEST.map((key) => besideBest(run, key)),
    measureText('chromaRatio', run.score.chromaRatio),
  ]);
}

function besideBest({ score, baselines }: Run, key: MeasureKey): string {
  const best = bestValue(
    key,
    baselines.map((baseline) => baseline[key]),
  );
  const text = measureText(key, score[key]);
  return best === null ? text : `${text} / ${measureText(key, best)}`;
}

/** In the order in which one explains the next. */
const EXPLAINED = [
  'auc',
  'aucBalanced',
  'rmseAb',
  'hue',
  'psnr',
  'chromaRatio',
] as const satisfies readonly MeasureKey[];

/** What the table does not say by itself, a sentence each. */
export function comparisonNotes(runs: readonly Run[]): readonly string[] {
  const stoodIn = runs.flatMap(({ insteadOf }) => insteadOf ?? []);
  return [
    'Behind the slash: the best that a baseline reaches in that measure on the same photos. Baselines colour photos without looking at their shapes.',
    'Compare a recipe with its baselines first. Two recipes compare only where they hold out the same photos, and in balanced AuC only where their bins are the same too: it weighs colours by the photos and bins of its own recipe.',
    ...explainMeasures(),
    ...[...new Set(stoodIn)].map((url) => `* On the bundled photos, since ${url} could not be downloaded.`),
  ];
}

/** What each measure says by which recipes are compared, a sentence each. */
export function explainMeasures(): readonly string[] {
  return EXPLAINED.map((key) => `${measureHeading(key)} (${betterWords(key)} is better): ${MEANINGS[key]}`);
}

/** The table for a terminal. */
export function comparisonText(runs: readonly Run[]): string {
  const lines = textTable(
    COLUMNS.map((title) => ({ title })),
    comparisonRows(runs),
  );
  return [...lines, '', ...comparisonNotes(runs)].join('\n');
}
