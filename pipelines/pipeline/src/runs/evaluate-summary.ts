import { type MeasureKey, type Measures, perMeasure } from '@tintype/colour';

import type { EvaluateSummary } from '../schemas/method-rows.ts';
import { COMPARED, type Lead, type MethodRow } from './method-row.ts';

type Intervals = MethodRow['intervals'];
type Ends = EvaluateSummary['intervals'][number];

/** Scores, intervals and leads as flat lists, which read as tables; intervals of the measures that are compared. */
export function summaryOf(rows: readonly MethodRow[]): EvaluateSummary {
  return {
    scores: rows.map(({ method, temperature, photos, ...row }) => ({
      method,
      temperature,
      photos,
      ...finite(row),
    })),
    intervals: rows
      .filter(({ intervals }) => Object.keys(intervals).length > 0)
      .map(({ method, temperature, intervals }) => ({ method, temperature, ...endsOf(intervals) })),
    leads: rows.flatMap(leadsOf),
  };
}

/** JSON has no infinity, which the PSNR of a picture that was hit exactly is. */
function finite(measures: Measures): Measures {
  return perMeasure((key) => (Number.isFinite(measures[key]) ? measures[key] : null));
}

function endsOf(intervals: Intervals): Omit<Ends, 'method' | 'temperature'> {
  return Object.fromEntries(
    COMPARED.flatMap((key) => {
      const [low, high] = intervals[key] ?? [];
      return low === undefined ? [] : [[`${key}Low`, low] as const, [`${key}High`, high] as const];
    }),
  );
}

function leadsOf({ method, lead }: MethodRow): EvaluateSummary['leads'] {
  return COMPARED.flatMap((measure) => {
    const known = lead[measure];
    if (known === undefined) return [];
    const { difference, interval, isClear } = known;
    const [low, high] = interval;
    return [{ over: method, measure, difference, low, high, excludesZero: isClear }];
  });
}

/** The rows of a summary: its flat lists, joined again. */
export function rowsOf({ scores, intervals, leads }: EvaluateSummary): readonly MethodRow[] {
  return scores.map((score) => {
    const ends = intervals.find(
      ({ method, temperature }) => method === score.method && temperature === score.temperature,
    );
    const own = leads.filter(({ over }) => over === score.method);
    return { ...score, intervals: ends === undefined ? {} : intervalsOf(ends), lead: leadOf(own) };
  });
}

function intervalsOf(ends: Ends): Intervals {
  const intervals: { -readonly [K in MeasureKey]?: Intervals[K] } = {};
  for (const key of COMPARED) {
    const [low, high] = [ends[`${key}Low`], ends[`${key}High`]];
    if (low !== undefined && high !== undefined) intervals[key] = [low, high];
  }
  return intervals;
}

function leadOf(leads: EvaluateSummary['leads']): MethodRow['lead'] {
  const lead: { -readonly [K in MeasureKey]?: Lead } = {};
  for (const { measure, difference, low, high, excludesZero } of leads)
    lead[measure] = { difference, interval: [low, high], isClear: excludesZero };
  return lead;
}
