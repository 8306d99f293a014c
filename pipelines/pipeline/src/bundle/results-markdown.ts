import { decimals } from '@tintype/report';

import { methodName } from '../report/method-name.ts';
import { markdownTable } from '../report/marked-section.ts';
import type { Comparison, Interval, Measures, MethodRow } from '../report/report-data.ts';

interface Column {
  readonly key: keyof Measures;
  readonly title: string;
  readonly digits: number;
}

const COLUMNS: readonly Column[] = [
  { key: 'aucBalanced', title: 'balanced AuC', digits: 3 },
  { key: 'auc', title: 'raw AuC', digits: 3 },
  { key: 'rmseAb', title: 'RMSE ab', digits: 2 },
  { key: 'psnr', title: 'PSNR, dB', digits: 1 },
  { key: 'ssim', title: 'SSIM', digits: 3 },
  { key: 'colourfulnessRatio', title: 'colourfulness ratio', digits: 2 },
  { key: 'chromaRatio', title: 'chroma ratio', digits: 2 },
];

const COMPARED = COLUMNS.slice(0, 3);

/** Methods × measures, each with its 95 % interval where there is one. */
export function scoresMarkdown(rows: readonly MethodRow[]): string {
  return markdownTable(
    ['method', ...COLUMNS.map(({ title }) => title)],
    rows.map((row) => [methodName(row), ...COLUMNS.map((column) => cell(row, column))]),
  );
}

function cell(row: MethodRow, { key, digits }: Column): string {
  const interval = row.intervals?.[key];
  return [decimals(row[key], digits), ...(interval ? [ends(interval, digits)] : [])].join(' ');
}

function ends([low, high]: Interval, digits: number): string {
  return `[${decimals(low, digits)}, ${decimals(high, digits)}]`;
}

/** What the network is ahead of each baseline by; empty where nothing was compared. What is clear is bold. */
export function leadsMarkdown(rows: readonly MethodRow[]): string {
  const compared = rows.filter(({ lead = {} }) => Object.keys(lead).length > 0);
  if (compared.length === 0) return '';
  return markdownTable(
    ['network minus', ...COMPARED.map(({ title }) => title)],
    compared.map((row) => [
      methodName(row),
      ...COMPARED.map(({ key, digits }) => difference(row.lead?.[key], digits)),
    ]),
  );
}

function difference(lead: Comparison | undefined, digits: number): string {
  if (lead === undefined) return '–';
  const text = `${lead.difference > 0 ? '+' : ''}${decimals(lead.difference, digits)}`;
  return `${lead.isClear ? `**${text}**` : text} ${ends(lead.interval, digits)}`;
}
