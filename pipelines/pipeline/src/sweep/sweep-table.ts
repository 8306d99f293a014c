import { counted } from '@tintype/report';
import { canonicalJson } from '@tintype/store';
import { textTable } from '@tintype/terminal';
import { showDuration } from '@tintype/terminal/neutral';

import { explainMeasures, SHOWN } from '../compare/comparison-table.ts';
import { measureHeading, measureText } from '../report/show-measure.ts';
import type { SweepResult } from './sweep-results.ts';

/** The table as words: what was set, what it came to, and below it the best that a baseline reaches. */
export interface SweepTable {
  readonly titles: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly notes: readonly string[];
}

export function describeResults(results: readonly SweepResult[]): SweepTable {
  const paths = listPaths(results);
  return {
    titles: ['', ...paths, 'validation AuC', ...SHOWN.map(measureHeading), 'training', 'recipe'],
    rows: [...results.map((result, i) => resultRow(result, i + 1, paths)), ...baselineRows(results, paths)],
    notes: [
      `By validation AuC, the highest first: raw AuC of the decoded validation patches. The other measures are of ${counted(results[0]?.photos ?? 0, 'held-out photo')}, which chose nothing; the best of many looks better than it is, so measure the one that you choose on other photos.`,
      ...explainMeasures(),
    ],
  };
}

/** The table for a terminal. */
export function sweepText(results: readonly SweepResult[]): string {
  const { titles, rows, notes } = describeResults(results);
  const columns = titles.map((title, i) => ({
    title,
    right: i > listPaths(results).length && i < titles.length - 1,
  }));
  return [...textTable(columns, rows), '', ...notes].join('\n');
}

/** Every setting that a combination has, in the order in which they come up. */
export function listPaths(results: readonly Pick<SweepResult, 'settings'>[]): readonly string[] {
  return [...new Set(results.flatMap(({ settings }) => Object.keys(settings)))];
}

function resultRow(result: SweepResult, place: number, paths: readonly string[]): readonly string[] {
  const { recipe, settings, validationAuc, test, trainingSeconds } = result;
  return [
    String(place),
    ...paths.map((path) => (settings[path] === undefined ? '' : showSetting(settings[path]))),
    measureText('auc', validationAuc),
    ...SHOWN.map((key) => measureText(key, test[key])),
    trainingSeconds === null ? '–' : showDuration(1000 * trainingSeconds),
    recipe,
  ];
}

export function showSetting(value: SweepResult['settings'][string]): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** One row where the baselines have the same figures for all, else one for each of their results. */
function baselineRows(
  results: readonly SweepResult[],
  paths: readonly string[],
): readonly (readonly string[])[] {
  const places = new Map<string, number[]>();
  for (const [i, { baseline }] of results.entries()) {
    const key = canonicalJson(SHOWN.map((measure) => measureText(measure, baseline[measure])));
    places.set(key, [...(places.get(key) ?? []), i]);
  }
  return [...places.values()].map((of) => {
    const baseline = results[of[0] ?? 0]?.baseline;
    const label = places.size === 1 ? 'best baseline' : `best baseline of ${of.map((i) => i + 1).join(', ')}`;
    const cells = SHOWN.map((key) => measureText(key, baseline?.[key] ?? null));
    return ['', label, ...paths.slice(1).map(() => ''), '–', ...cells, '', ''];
  });
}
