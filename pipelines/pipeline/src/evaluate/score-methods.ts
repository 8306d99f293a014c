import { auc, aucBalanced, rmseAb } from '@tintype/colour';
import type { MetricsRows } from '@tintype/records';

import { isBaseline } from '../report/method-name.ts';
import type { Measures, Method } from '../report/report-data.ts';

/** What one method scores on some held-out photos together. */
export interface MethodScore extends Measures {
  readonly method: Method;
  /** Null but for the network. */
  readonly temperature: number | null;
  readonly photos: number;
}

/** What was measured of one photo, coloured in one way. */
export interface PhotoScore {
  readonly photo: string;
  readonly method: Method;
  readonly temperature: number | null;
  readonly row: { readonly [K in NumberColumn]: number };
}

export type NumberColumn = Exclude<keyof MetricsRows, 'photo' | 'method' | 'temperature'>;

/** Sums over photos, and their number. Every measure is a function of them, so that photos can be drawn anew. */
export type Totals = { readonly [K in NumberColumn | 'photos']: number };

/** The measures; NaN where a method has none. Errors weigh by pixels; PSNR, SSIM and colourfulness are means over photos. */
export const MEASURES: { readonly [K in keyof Measures]: (totals: Totals) => number } = {
  aucBalanced: (sums) => (Number.isNaN(sums.weight) ? NaN : aucBalanced(sums)), // without a prior it has none
  auc,
  rmseAb,
  psnr: ({ psnr, photos }) => psnr / photos,
  ssim: ({ ssim, photos }) => ssim / photos,
  colourfulness: ({ colourfulness, photos }) => colourfulness / photos,
  colourfulnessRatio: (sums) => sums.colourfulness / sums.colourfulnessTruth,
  colourfulnessAbsolute: ({ colourfulnessAbsolute, photos }) => colourfulnessAbsolute / photos,
  colourfulnessAbsoluteRatio: (sums) => sums.colourfulnessAbsolute / sums.colourfulnessAbsoluteTruth,
  chromaRatio: ({ chroma, chromaTruth }) => chroma / chromaTruth,
  outOfGamut: ({ outOfGamut, pixels }) => outOfGamut / pixels,
  crossEntropy: ({ crossEntropy, pixels }) => crossEntropy / pixels,
  kl: ({ crossEntropy, labelEntropy, pixels }) => (crossEntropy - labelEntropy) / pixels,
  crossEntropyWeighted: ({ weightedCrossEntropy, lossWeight }) => weightedCrossEntropy / lossWeight,
  klWeighted: (sums) => (sums.weightedCrossEntropy - sums.weightedLabelEntropy) / sums.lossWeight,
};

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
  return { method, temperature, photos: scores.length, ...measuresOf(totals) };
}

function totalsOf(scores: readonly PhotoScore[], columns: readonly NumberColumn[]): Totals {
  const sum = (column: NumberColumn) => scores.reduce((total, { row }) => total + row[column], 0);
  const sums = Object.fromEntries(columns.map((column) => [column, sum(column)]));
  return { ...sums, photos: scores.length } as Totals;
}

function measuresOf(totals: Totals): Measures {
  const entries = Object.entries(MEASURES).map(([name, of]) => [name, nullUnlessNumber(of(totals))]);
  return Object.fromEntries(entries) as Measures;
}

function nullUnlessNumber(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
