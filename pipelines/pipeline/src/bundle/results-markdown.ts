import { type MeasureKey, methodName } from '@tintype/colour';

import { markdownTable } from '../report/sections/marked-section.ts';
import { intervalText, leadText, measureHeading, measureText } from '../report/show-measure.ts';
import { COMPARED, comparedRows, type Lead, type MethodRow } from '../runs/method-row.ts';

const WITH_INTERVALS: readonly MeasureKey[] = COMPARED;
const COLUMNS: readonly MeasureKey[] = [
  ...WITH_INTERVALS,
  'psnr',
  'ssim',
  'colourfulnessRatio',
  'chromaRatio',
];

/** Methods × measures; those by which methods are compared have their 95 % interval, where there is one. */
export function scoresMarkdown(rows: readonly MethodRow[]): string {
  return markdownTable(
    ['method', ...COLUMNS.map(measureHeading)],
    rows.map((row) => [methodName(row), ...COLUMNS.map((key) => cell(row, key))]),
  );
}

function cell(row: MethodRow, key: MeasureKey): string {
  const interval = WITH_INTERVALS.includes(key) ? row.intervals[key] : undefined;
  const text = measureText(key, row[key]);
  return interval === undefined ? text : `${text} ${intervalText(key, interval)}`;
}

/** What the network is ahead of each baseline by; empty where nothing was compared. What is clear is bold. */
export function leadsMarkdown(rows: readonly MethodRow[]): string {
  const compared = comparedRows(rows);
  if (compared.length === 0) return '';
  return markdownTable(
    ['network minus', ...COMPARED.map(measureHeading)],
    compared.map((row) => [methodName(row), ...COMPARED.map((key) => leadCell(key, row.lead[key]))]),
  );
}

function leadCell(key: MeasureKey, lead: Lead | undefined): string {
  if (lead === undefined) return '–';
  const text = leadText(key, lead);
  return lead.isClear ? text.replace(/^\S+/, '**$&**') : text;
}
