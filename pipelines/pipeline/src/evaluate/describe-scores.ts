import type { Interval } from '@tintype/colour';
import type { Json } from '@tintype/store';
import { textTable } from '@tintype/terminal';

import { isBaseline, methodName } from '../report/method-name.ts';
import type { IntervalScore } from './bootstrap-scores.ts';
import type { MethodScore } from './score-methods.ts';

/** The network against the best baseline, in one line. */
export function headlineOf(scores: readonly IntervalScore[], temperature: number): string {
  const network = scores.find((score) => score.method === 'network' && score.temperature === temperature);
  if (network === undefined) throw new Error(`Internal error: expected the network at T = ${temperature}`);
  const [best] = scores.filter(({ method }) => isBaseline(method)).sort(byBalancedAuc);
  const lead = best?.lead.aucBalanced;
  const noise = lead === undefined || lead.isClear ? '' : ', within noise';
  const theirs = best === undefined ? '' : ` (best baseline ${fixed(best.aucBalanced, 3)}${noise})`;
  return `${network.photos} held-out photos, balanced AuC ${fixed(network.aucBalanced, 3)}${theirs}`;
}

function byBalancedAuc(one: MethodScore, other: MethodScore): number {
  return (other.aucBalanced ?? 0) - (one.aucBalanced ?? 0);
}

function fixed(value: number | null, digits: number): string {
  return value === null ? '–' : value.toFixed(digits);
}

const COLUMNS = [
  'held-out photos',
  'balanced AuC, 95 %',
  'AuC',
  'RMSE ab',
  'PSNR',
  'colourful.',
  'chroma',
] as const;

/** The held-out numbers beside their baselines, as the lines of a small table. */
export function describeScores(scores: readonly IntervalScore[], temperature: number): readonly string[] {
  const shown = scores.filter((score) => score.temperature === null || score.temperature === temperature);
  return textTable(
    COLUMNS.map((title) => ({ title })),
    shown.map((score) => [
      methodName(score),
      `${fixed(score.aucBalanced, 3)} ${intervalWords(score)}`,
      fixed(score.auc, 3),
      fixed(score.rmseAb, 1),
      fixed(score.psnr, 1),
      fixed(score.colourfulnessRatio, 2),
      fixed(score.chromaRatio, 2),
    ]),
  );
}

function intervalWords({ intervals: { aucBalanced } }: IntervalScore): string {
  return aucBalanced === undefined ? '' : `[${aucBalanced.map((end) => end.toFixed(3)).join(', ')}]`;
}

/** Scores, intervals and leads as flat lists, which read as tables. */
export function summaryOf(scores: readonly IntervalScore[]): { readonly [key: string]: Json } {
  return {
    scores: scores.map(({ intervals: _, lead: __, ...score }) => withoutInfinities(score)),
    intervals: scores
      .filter(({ intervals }) => Object.keys(intervals).length > 0)
      .map(({ method, temperature, intervals }) => ({
        method,
        temperature,
        ...Object.assign({}, ...SUMMARISED.map((measure) => namedEnds(measure, intervals[measure]))),
      })),
    leads: scores.flatMap(({ method, lead }) =>
      Object.entries(lead).map(([measure, { difference, interval, isClear }]) => ({
        over: method,
        measure,
        difference,
        low: interval[0],
        high: interval[1],
        excludesZero: isClear,
      })),
    ),
  };
}

const SUMMARISED = ['aucBalanced', 'auc', 'rmseAb'] as const;

function namedEnds(measure: string, interval: Interval | undefined): { readonly [key: string]: number } {
  return interval === undefined ? {} : { [`${measure}Low`]: interval[0], [`${measure}High`]: interval[1] };
}

// JSON has no infinity, which the PSNR of a picture that was hit exactly is.
function withoutInfinities(score: MethodScore): { readonly [key: string]: Json } {
  const entries = Object.entries(score) as [string, Json][];
  return Object.fromEntries(
    entries.map(([key, value]) => [key, typeof value === 'number' && !Number.isFinite(value) ? null : value]),
  );
}
