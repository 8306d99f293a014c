import { describe, expect, it } from '@jest/globals';
import { normalFrom, rngFrom } from '@tintype/colour';
import { type MetricsRows, metricsTable } from '@tintype/records';

import { rowsOf, summaryOf } from '../../runs/evaluate-summary.ts';
import { COMPARED, type MethodRow } from '../../runs/method-row.ts';
import { evaluateSummary } from '../../schemas/method-rows.ts';
import { scoreWithIntervals } from './bootstrap-scores.ts';
import { describeScores, headlineOf } from './describe-scores.ts';
import { scoreMethods } from './score-methods.ts';

const PHOTOS = Array.from({ length: 24 }, (_, i) => i.toString(16).padStart(64, '0'));

/** Every photo coloured by the network and by row means; `gain` is how much nearer the network is, of an error near 20. */
function tableOf(gain: (photo: number) => number, photos = PHOTOS): MetricsRows {
  const normal = normalFrom(rngFrom('hardness'));
  const hardness = PHOTOS.map(() => 20 + 5 * normal());
  const base = photos.map((_, i) => hardness[i % PHOTOS.length] ?? NaN);
  const errors = base.flatMap((error, i) => [error - gain(i), error]);
  const all = (value: number) => Float64Array.from(errors, () => value);
  const [error, squared] = [(e: number) => 100 * e, (e: number) => 100 * e * e];
  const rest = Object.keys(metricsTable.columns).map((column) => [column, all(10)]);
  return {
    ...(Object.fromEntries(rest) as MetricsRows),
    photo: photos.flatMap((photo) => [photo, photo]),
    method: photos.flatMap(() => ['network', 'mean per row']),
    temperature: Float32Array.from(errors, (_, i) => (i % 2 === 0 ? 0.38 : NaN)),
    pixels: all(100),
    error: Float64Array.from(errors, error),
    weightedError: Float64Array.from(errors, error),
    weight: all(100),
    squared: Float64Array.from(errors, squared),
    crossEntropy: Float64Array.from(errors, (_, i) => (i % 2 === 0 ? 10 : NaN)),
  };
}

const scored = (table: MetricsRows, originalOf = (photo: string) => photo) =>
  scoreWithIntervals([table], { temperature: 0.38, originalOf });
const rowOf = (scores: readonly MethodRow[]) => scores.find(({ method }) => method === 'mean per row');
const widthOf = ([low, high]: readonly number[] = [0, 0]) => (high ?? 0) - (low ?? 0);

describe('scoreWithIntervals', () => {
  const steady = scored(tableOf(() => 1));

  it('keeps the figures and puts each into its interval', () => {
    const plain = scoreMethods([tableOf(() => 1)]);
    expect(steady.map(({ intervals: _, lead: __, ...score }) => score)).toEqual(plain);
    const { auc, intervals } = steady[0] ?? {};
    expect(intervals?.auc?.[0]).toBeLessThan(auc ?? 0);
    expect(intervals?.auc?.[1]).toBeGreaterThan(auc ?? 1);
  });

  it('pairs: a steady gain is clear although both methods spread far wider', () => {
    const lead = rowOf(steady)?.lead.aucBalanced;
    expect(lead).toMatchObject({ difference: expect.closeTo(1 / 150, 9), isClear: true });
    expect(widthOf(rowOf(steady)?.intervals.aucBalanced)).toBeGreaterThan(1 / 150);
    expect(rowOf(steady)?.lead.rmseAb?.interval[1]).toBeLessThan(0);
  });

  it('compares with baselines alone, unless other methods are asked for', () => {
    const ceiling = { ...tableOf(() => 1), method: PHOTOS.flatMap(() => ['network', 'truth, nearest bin']) };
    expect(scored(ceiling).map(({ lead }) => lead)).toEqual([{}, {}]);
    const asked = scoreWithIntervals([ceiling], {
      temperature: 0.38,
      originalOf: (photo) => photo,
      isCompared: (method) => method === 'truth, nearest bin',
    });
    expect(asked[1]?.lead.aucBalanced).toEqual(rowOf(steady)?.lead.aucBalanced);
  });

  it('calls a gain that one photo makes noise', () => {
    expect(rowOf(scored(tableOf((photo) => (photo === 3 ? 12 : 0))))?.lead.auc?.isClear).toBe(false);
  });

  it('draws originals, not crops: copies of a photo make nothing surer', () => {
    const copies = tableOf(() => 1, [...PHOTOS, ...PHOTOS.map((photo) => photo.replace(/^0/, 'f'))]);
    const asOne = scored(copies, (photo) => photo.replace(/^f/, '0'));
    const asTwo = scored(copies);
    expect(widthOf(asOne[0]?.intervals.auc)).toBeGreaterThan(1.2 * widthOf(asTwo[0]?.intervals.auc));
  });

  it('has no interval for what is not measured, and none at all with one original', () => {
    expect(rowOf(steady)?.intervals.crossEntropy).toBeUndefined();
    expect(steady[0]?.intervals.crossEntropy).toBeDefined();
    expect(
      scored(
        tableOf(() => 1),
        () => 'one',
      ).map(({ intervals }) => intervals),
    ).toEqual([{}, {}]);
  });

  it('is the same every time', () => {
    expect(scored(tableOf(() => 1))).toEqual(steady);
  });
});

describe('scores in words', () => {
  const clear = scored(tableOf(() => 1));
  const noisy = scored(tableOf((photo) => (photo === 3 ? 12 : 0)));

  it('say in the headline when a lead is noise', () => {
    expect(headlineOf(clear, 0.38)).toMatch(
      /^24 held-out photos, balanced AuC 0\.\d{3} \(best baseline 0\.\d{3}\)$/,
    );
    expect(headlineOf(noisy, 0.38)).toMatch(/\(best baseline 0\.\d{3}, within noise\)$/);
  });

  it('are a table with intervals', () => {
    const lines = describeScores(clear, 0.38);
    expect(lines).toHaveLength(3);
    expect(lines[1]).toMatch(/^network, T = 0\.38 +0\.\d{3} \[0\.\d{3}, 0\.\d{3}\]/);
  });

  it('are flat lists in the manifest', () => {
    const { scores, intervals, leads } = summaryOf(clear);
    expect(scores).toHaveLength(2);
    expect(intervals).toContainEqual(
      expect.objectContaining({ method: 'mean per row', aucLow: rowOf(clear)?.intervals.auc?.[0] }),
    );
    expect(leads).toContainEqual(
      expect.objectContaining({ over: 'mean per row', measure: 'aucBalanced', excludesZero: true }),
    );
    expect(JSON.stringify(scores)).not.toMatch(/NaN|intervals/);
  });

  it('are read from the manifest as they were written, with the intervals of what is compared', () => {
    const written: unknown = JSON.parse(JSON.stringify(summaryOf(clear)));
    const compared = ({ intervals, ...row }: MethodRow) => ({
      ...row,
      intervals: Object.fromEntries(COMPARED.map((key) => [key, intervals[key]])),
    });
    expect(rowsOf(evaluateSummary.parse(written))).toEqual(clear.map(compared));
  });
});
