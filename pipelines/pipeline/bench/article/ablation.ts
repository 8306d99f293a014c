import { MEASURES } from '@tintype/colour';
import type { BenchResult } from '@tintype/network/bench';

import type { Score } from './score-variant.ts';
import type { Variant } from './train-variant.ts';

export interface ScoredVariant {
  readonly variant: Variant;
  readonly seed: number;
  readonly scores: readonly Score[];
}

export type Measure = Exclude<keyof Score, 'temperature'>;

/** Mean of a variant's seeds at one temperature, and how far its seeds lie apart. */
export interface VariantSummary {
  readonly name: string;
  readonly seeds: number;
  readonly mean: Readonly<Record<Measure, number>>;
  readonly spread: Readonly<Record<Measure, number>>;
}

/** The columns of the tables. */
export const SCORE_KEYS: readonly Measure[] = [
  'aucBalanced',
  'aucByPrior',
  'auc',
  'chromaRatio',
  'colourfulnessRatio',
];

/** A measure as the catalogue names it; the article's own balance is measured here alone. */
export function titleOf(measure: Measure): string {
  const isOwn = measure === 'aucByPrior';
  return isOwn ? `${MEASURES.aucBalanced.name} by the prior` : MEASURES[measure].name;
}

export function summarise(all: readonly ScoredVariant[], temperature: number): readonly VariantSummary[] {
  const names = [...new Set(all.map(({ variant }) => variant.name))];
  return names.map((name) => {
    const scores = all.filter(({ variant }) => variant.name === name).map((one) => scoreAt(one, temperature));
    const over = (of: (values: readonly number[]) => number) =>
      Object.fromEntries(
        SCORE_KEYS.map((measure) => [measure, of(scores.map((score) => score[measure]))]),
      ) as Record<Measure, number>;
    return {
      name,
      seeds: scores.length,
      mean: over((values) => values.reduce((sum, value) => sum + value, 0) / values.length),
      spread: over((values) => Math.max(...values) - Math.min(...values)),
    };
  });
}

function scoreAt({ scores, variant }: ScoredVariant, temperature: number): Score {
  const found = scores.find((score) => score.temperature === temperature);
  if (found === undefined)
    throw new Error(`Internal error: expected ${variant.name} measured at T = ${temperature}`);
  return found;
}

export function summaryNamed(summaries: readonly VariantSummary[], name: string): VariantSummary {
  const found = summaries.find((summary) => summary.name === name);
  if (found === undefined) throw new Error(`Internal error: expected a variant ${name}`);
  return found;
}

/** What the literature says of λ and T, and whether it holds here. */
export function directionResults(
  summaries: readonly VariantSummary[],
  { half, one }: { readonly half: string; readonly one: string },
  byTemperature: readonly Score[],
): readonly BenchResult[] {
  const [balanced, uniform] = [summaryNamed(summaries, half).mean, summaryNamed(summaries, one).mean];
  const rises = (measure: Measure, sign: 1 | -1): BenchResult =>
    figure(
      `${titleOf(measure)} at λ = .5 less that at λ = 1 is ${sign > 0 ? 'above' : 'below'} 0`,
      balanced[measure] - uniform[measure],
      (difference) => sign * difference > 0,
    );
  const falls = (measure: Measure): BenchResult =>
    figure(
      `${titleOf(measure)} falls whenever T rises: its largest step is below 0`,
      Math.max(...stepsOf(byTemperature.map((score) => score[measure]))),
      (rise) => rise < 0,
    );
  return [
    rises('aucBalanced', 1),
    rises('aucByPrior', 1), // what the literature balances by
    rises('colourfulnessRatio', 1),
    rises('auc', -1),
    falls('chromaRatio'),
    falls('colourfulnessRatio'),
  ];
}

function stepsOf(values: readonly number[]): readonly number[] {
  return values.slice(1).map((value, i) => value - (values[i] ?? 0));
}

function figure(metric: string, value: number, holds: (value: number) => boolean): BenchResult {
  const rest = { unit: '', peer: null, ratio: null, target: 0 };
  return { metric, value: Number(value.toPrecision(4)), ...rest, holds: holds(value) };
}
