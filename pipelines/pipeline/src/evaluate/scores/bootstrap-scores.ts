import {
  drawResamples,
  excludesZero,
  isBaseline,
  MEASURE_KEYS,
  type MeasureKey,
  MEASURES,
  type Method,
  percentileInterval,
  resampledSums,
  type Resamples,
  rngFrom,
} from '@tintype/colour';
import type { MetricsRows } from '@tintype/records';

import { COMPARED, type MethodRow, type MethodScore } from '../../runs/method-row.ts';
import { groupScores, type NumberColumn, type PhotoScore, scoreOf } from './score-methods.ts';

export interface BootstrapOptions {
  /** The one that stands for the network in comparisons. */
  readonly temperature: number;
  /** Crops of one original are no independent photos: they are drawn together. */
  readonly originalOf: (photo: string) => string;
  /** Which methods the network is compared with; left out: the baselines. */
  readonly isCompared?: (method: Method) => boolean;
}

/** Values of each measure in each resample; without an entry where there are none. */
type Resampled = ReadonlyMap<MeasureKey, Float64Array>;

/** As scoreMethods, with bootstrap intervals. The draws are always the same, so that the same metrics give the same. */
export function scoreWithIntervals(
  tables: readonly MetricsRows[],
  { temperature, originalOf, isCompared = isBaseline }: BootstrapOptions,
): readonly MethodRow[] {
  const groups = groupScores(tables).map((scores) => ({ score: scoreOf(scores), scores }));
  const originals = new Map(originalsIn(groups[0]?.scores ?? [], originalOf).map((name, i) => [name, i]));
  if (originals.size < 2) return groups.map(({ score }) => ({ ...score, intervals: {}, lead: {} }));
  const draws = drawResamples(originals.size, rngFrom('bootstrap'));
  const groupOf = (photo: string) => originals.get(originalOf(photo)) ?? 0;
  const all = groups.map(({ score, scores }) => ({ score, values: resample(scores, groupOf, draws) }));
  const network = all.find(({ score }) => score.method === 'network' && score.temperature === temperature);
  return all.map((one) => ({
    ...one.score,
    intervals: Object.fromEntries([...one.values].map(([key, values]) => [key, percentileInterval(values)])),
    lead: network !== undefined && isCompared(one.score.method) ? leadOf(network, one) : {},
  }));
}

// Sorted, so that neither the order of photos nor how they lie in shards matters.
function originalsIn(scores: readonly PhotoScore[], originalOf: BootstrapOptions['originalOf']): string[] {
  return [...new Set(scores.map(({ photo }) => originalOf(photo)))].sort();
}

function resample(
  scores: readonly PhotoScore[],
  groupOf: (photo: string) => number,
  draws: Resamples,
): Resampled {
  const columns = Object.keys(scores[0]?.row ?? {}) as NumberColumn[];
  const sumsOf = (value: (score: PhotoScore) => number) => {
    const groups = new Float64Array(draws.groups);
    for (const score of scores) groups[groupOf(score.photo)] += value(score);
    return resampledSums(groups, draws);
  };
  const sums = columns.map((column) => [column, sumsOf(({ row }) => row[column])] as const);
  return measureDraws([...sums, ['photos', sumsOf(() => 1)]]);
}

type Sums = readonly (readonly [column: NumberColumn | 'photos', ofDraws: Float64Array])[];

/** The measures of every draw, whose totals are written over those of the one before. */
function measureDraws(sums: Sums): Resampled {
  const draws = sums[0]?.[1].length ?? 0;
  const totals = Object.fromEntries(sums.map(([column]) => [column, 0])) as Record<Sums[number][0], number>;
  const values = MEASURE_KEYS.map((key) => [key, new Float64Array(draws)] as const);
  for (let draw = 0; draw < draws; draw++) {
    for (const [column, ofDraws] of sums) totals[column] = ofDraws[draw];
    for (const [key, measured] of values) measured[draw] = MEASURES[key].of(totals);
  }
  return new Map(values.filter(([, measured]) => measured.every(Number.isFinite)));
}

interface Scored {
  readonly score: MethodScore;
  readonly values: Resampled;
}

function leadOf(network: Scored, other: Scored): MethodRow['lead'] {
  const entries = COMPARED.flatMap((key) => {
    const [ours, theirs] = [network.values.get(key), other.values.get(key)];
    const [mine, its] = [network.score[key], other.score[key]];
    if (ours === undefined || theirs === undefined || mine === null || its === null) return [];
    const interval = percentileInterval(ours.map((value, i) => value - theirs[i]));
    return [[key, { difference: mine - its, interval, isClear: excludesZero(interval) }]];
  });
  return Object.fromEntries(entries);
}
