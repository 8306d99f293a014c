import { bestValue, isCeiling, MEASURE_KEYS, type MeasureKey, MEASURES, methodName } from '@tintype/colour';

import { intervalText, leadText, measureHeading, measureText } from '../report/show-measure.ts';
import type { MethodRow } from '../runs/method-row.ts';

/**
 * A README with its table of methods below `heading` as `rows` have it: the methods and columns that it shows, each
 * figure with the digits of the catalogue, and the best of a column bold where anything in the table is. Cells are not
 * aligned. Throws where the table has a method or a column that nothing is known of.
 */
export function rewriteScores(markdown: string, heading: string, rows: readonly MethodRow[]): string {
  const from = markdown.search(new RegExp(`^#+ ${heading}$`, 'm'));
  const [table] = from === -1 ? [] : (/^\| method .*\n(\|.*\n)+/m.exec(markdown.slice(from)) ?? []);
  if (table === undefined) throw new Error(`expected a table of methods below the heading "${heading}"`);
  const [head = '', rule = '', ...lines] = table.trimEnd().split('\n');
  const titles = cellsOf(head);
  const shown = lines.map((line) => rowNamed(cellsOf(line)[0] ?? '', rows));
  const columns = titles.slice(1).map((title) => cellsBelow(title, shown, table.includes('**')));
  const body = shown.map((row, i) => [emphasisedName(row), ...columns.map((column) => column[i] ?? '')]);
  const written = [head, rule, ...body.map((cells) => `| ${cells.join(' | ')} |`)].join('\n');
  const at = markdown.indexOf(table, from);
  return `${markdown.slice(0, at)}${written}\n${markdown.slice(at + table.length)}`;
}

function cellsOf(line: string): readonly string[] {
  return line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
}

function rowNamed(cell: string, rows: readonly MethodRow[]): MethodRow {
  const name = cell.replace(/[_*]/g, '');
  const row = rows.find((one) => methodName(one) === name);
  if (row !== undefined) return row;
  throw new Error(`expected one of ${rows.map(methodName).join('; ')}, got "${name}"`);
}

function emphasisedName(row: MethodRow): string {
  return isCeiling(row.method) ? `_${methodName(row)}_` : methodName(row);
}

const LEAD = 'lead of the network';

function cellsBelow(title: string, rows: readonly MethodRow[], hasBold: boolean): readonly string[] {
  if (title === LEAD)
    return rows.map(({ lead }) => (lead.aucBalanced ? leadText('aucBalanced', lead.aucBalanced) : ''));
  const key = measureTitled(title);
  const { better } = MEASURES[key];
  const ranked = rows.filter(({ method }) => !isCeiling(method)).map((row) => row[key]);
  const best = hasBold && typeof better === 'string' ? bestValue(key, ranked) : null;
  return rows.map((row) => {
    const text = measureText(key, row[key]);
    const interval = key === 'aucBalanced' ? row.intervals.aucBalanced : undefined;
    const figure = row[key] !== null && row[key] === best ? `**${text}**` : text;
    return interval === undefined ? figure : `${figure} ${intervalText(key, interval)}`;
  });
}

function measureTitled(title: string): MeasureKey {
  const key = MEASURE_KEYS.find(
    (one) =>
      [measureHeading(one), MEASURES[one].short].includes(title) ||
      title.startsWith(`${MEASURES[one].name}, `),
  );
  if (key !== undefined) return key;
  throw new Error(`expected a column of the catalogue of measures or "${LEAD}", got "${title}"`);
}
