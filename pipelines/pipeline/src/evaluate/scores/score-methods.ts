import { computeMeasures, isBaseline, type MeasureTotals, type Method } from '@tintype/colour';
import type { MetricsRows } from '@tintype/records';

import type { MethodScore } from '../../runs/method-row.ts';

/** What was measured of one photo, coloured in one way. */
export interface PhotoScore {
  readonly photo: string;
  readonly method: Method;
  readonly temperature: number | null;
  readonly row: { readonly [K in NumberColumn]: number };
}

export type NumberColumn = Exclude<keyof MetricsRows, 'photo' | 'method' | 'temperature'>;

/** The scores of each photo, by method and temperature: the network's first, by temperature. */
export function groupScores(tables: readonly MetricsRows[]): readonly (readonly PhotoScore[])[] {
  const groups = new Map<string, PhotoScore[]>();
  for (const score of tables.flatMap(photoScores)) {
    const key = `${score.method} ${score.temperature ?? ''}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [score]);
    else group.push(score);
  }
  return [...groups.values()];
}

/** Scores of each method and temperature over the photos of all tables. */
export function scoreMethods(tables: readonly MetricsRows[]): readonly MethodScore[] {
  return groupScores(tables).map(scoreOf);
}

/** What the network at one temperature scores on each photo. */
export function scorePhotos(
  tables: readonly MetricsRows[],
  temperature: number,
): readonly (MethodScore & { readonly photo: string })[] {
  return tables
    .flatMap(photoScores)
    .filter((score) => score.method === 'network' && score.temperature === temperature)
    .map((score) => ({ photo: score.photo, ...scoreOf([score]) }));
}

/** The best balanced AuC that a baseline reaches on each photo. */
export function bestBaselines(tables: readonly MetricsRows[]): ReadonlyMap<string, number> {
  const best = new Map<string, number>();
  for (const score of tables.flatMap(photoScores)) {
    const { aucBalanced: reached } = scoreOf([score]);
    if (isBaseline(score.method) && reached !== null)
      best.set(score.photo, Math.max(best.get(score.photo) ?? -Infinity, reached));
  }
  return best;
}

function photoScores(table: MetricsRows): readonly PhotoScore[] {
  const { photo: photos, method: methods, temperature: temperatures, ...columns } = table;
  const entries = Object.entries(columns) as [NumberColumn, Float64Array][];
  return photos.map((photo, i) => ({
    photo,
    method: methods[i] as Method, // written by measureAttempt, which knows no others
    temperature: Number.isNaN(temperatures[i]) ? null : Number((temperatures[i] ?? 0).toPrecision(6)), // float32
    row: Object.fromEntries(entries.map(([name, column]) => [name, column[i] ?? 0])) as PhotoScore['row'],
  }));
}

/** Of at least one photo, all of one method and temperature. */
export function scoreOf(scores: readonly PhotoScore[]): MethodScore {
  const [first] = scores;
  if (first === undefined) throw new Error('Internal error: expected a score');
  const { method, temperature } = first;
  const totals = totalsOf(scores, Object.keys(first.row) as NumberColumn[]);
  return { method, temperature, photos: scores.length, ...computeMeasures(totals) };
}

function totalsOf(scores: readonly PhotoScore[], columns: readonly NumberColumn[]): MeasureTotals {
  const sum = (column: NumberColumn) => scores.reduce((total, { row }) => total + row[column], 0);
  const sums = Object.fromEntries(columns.map((column) => [column, sum(column)]));
  return { ...sums, photos: scores.length } as MeasureTotals;
}
