import type { Statistics } from '@tintype/records';
import { counted } from '@tintype/report';
import type { ArtefactOutline } from '@tintype/store';
import { showBytes, showHash, showNumber, textPairs, textTable } from '@tintype/terminal';

import type { ArtefactReport } from './artefact-report.ts';
import { showEntries, showLists } from './show-json.ts';
import type { Cell, ColumnReport, TableReport } from './table-report.ts';

const MOST_SHARDS = 12;
const MOST_SHOWN = 34;

/** The list of all artefacts. */
export function showList(lines: readonly ArtefactOutline[]): string[] {
  const columns = [
    { title: 'pipeline' },
    { title: 'recipe' },
    { title: 'stage' },
    { title: 'shards', right: true },
    { title: 'size', right: true },
    { title: 'fingerprint' },
    { title: 'rows' },
  ];
  const rows = lines.map(({ pipeline, recipe, stage, shards, bytes, fingerprint, ...rest }) => [
    pipeline,
    recipe,
    stage,
    String(shards),
    showBytes(bytes),
    showHash(fingerprint),
    contents(rest),
  ]);
  return textTable(columns, rows);
}

/** What is in an artefact, in a line. */
export function contents({ rows, files }: Pick<ArtefactOutline, 'rows' | 'files'>): string {
  const tables = Object.entries(rows).map(([table, count]) => `${table} ${count}`);
  return [...tables, ...(files > 0 ? [counted(files, 'other file')] : [])].join(' · ');
}

/** An artefact: what made it, what it says of itself, its tables. */
export function showArtefact(report: ArtefactReport): string[] {
  const { pipeline, recipe, stage, fingerprint, inputs, settings, summary, tables, files } = report;
  return [
    `${stage} of ${pipeline}, recipe ${recipe}`,
    ...textPairs([
      ['fingerprint', showHash(fingerprint)],
      ['inputs', inputs.map((input) => `${input.stage} ${showHash(input.content)}`).join(' · ') || '–'],
      ['settings', showEntries(settings) || '–'],
      ['summary', showEntries(summary) || '–'],
    ]),
    ...indented(showLists(summary)),
    ...tables.flatMap((table) => ['', ...showTable(table)]),
    ...(files.length === 0 ? [] : ['', ...showFiles(files)]),
  ];
}

/** A table: its columns, what was asked of them, its shards. */
export function showTable({ table, rows, bytes, columns, firstRows, shards }: TableReport): string[] {
  return [
    `${table ?? 'Arrow file'}: ${counted(rows, 'row')} in ${counted(shards.length, 'shard')}, ${showBytes(bytes)}`,
    ...indented(showColumns(columns)),
    ...columns.flatMap(({ name, unit, statistics }) =>
      statistics
        ? ['', ...indented(showStatistics(unit === null ? name : `${name}, ${unit}`, statistics))]
        : [],
    ),
    ...(firstRows && firstRows.length > 0 ? ['', ...indented(showRows(firstRows))] : []),
    ...(shards.length > 1 ? ['', ...indented(showFiles(shards))] : []),
  ];
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => (line === '' ? '' : `  ${line}`));
}

/** What the schema says of each column; what no column has, such as a shape, is left out. */
function showColumns(columns: readonly ColumnReport[]): string[] {
  const rows = columns.map(({ name, type, shape, axes, unit, description }) => {
    const named = shape.map((size, i) => (axes[i] === undefined ? String(size) : `${axes[i]} ${size}`));
    return [name, type, named.join(' × '), unit ?? '', description ?? ''];
  });
  const titles = ['column', 'type', 'shape', 'unit', 'what it is'];
  const isShown = titles.map((_, i) => i < 2 || rows.some((row) => row[i] !== ''));
  return textTable(
    titles.filter((_, i) => isShown[i]).map((title) => ({ title })),
    rows.map((row) => row.filter((_, i) => isShown[i])),
  );
}

function showStatistics(name: string, statistics: Statistics): string[] {
  if (statistics.kind === 'text') {
    const { count, distinct, common } = statistics;
    return [
      `${name}: ${count} values, ${distinct} different; the most common:`,
      ...textTable(
        [{ title: 'value' }, { title: 'count', right: true }],
        common.map(({ value, count: times }) => [shortened(value), String(times)]),
      ),
    ];
  }
  const { count, nan, min, max, mean, sd } = statistics;
  const spread = [
    ['min', min],
    ['mean', mean],
    ['max', max],
    ['sd', sd],
  ] as const;
  return [
    `${name}: ${count} values${nan > 0 ? `, ${nan} of them NaN` : ''}`,
    ...textTable(
      spread.map(([title]) => ({ title, right: true })),
      [spread.map(([, value]) => showNumber(value))],
    ),
  ];
}

function showRows(rows: readonly Readonly<Record<string, Cell>>[]): string[] {
  const names = Object.keys(rows[0] ?? {});
  const columns = names.map((title) => ({ title, right: typeof rows[0]?.[title] === 'number' }));
  return textTable(
    columns,
    rows.map((row) => names.map((name) => showCell(row[name] ?? null))),
  );
}

function showCell(cell: Cell): string {
  if (cell === null) return '–';
  if (typeof cell === 'number') return showNumber(cell);
  if (typeof cell === 'string') return /^[0-9a-f]{64}$/.test(cell) ? showHash(cell) : shortened(cell);
  return `${showNumber(cell.min)} … ${showNumber(cell.max)}`;
}

function shortened(text: string): string {
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN - 1)}…` : text;
}

interface ShownFile {
  readonly name: string;
  readonly path: string;
  readonly bytes: number;
  readonly rows?: number;
}

function showFiles(files: readonly ShownFile[]): string[] {
  const columns = [
    { title: files.some(({ rows }) => rows !== undefined) ? 'shard' : 'file' },
    { title: 'rows', right: true },
    { title: 'size', right: true },
    { title: 'blob' },
  ];
  const rows = files
    .slice(0, MOST_SHARDS)
    .map(({ name, rows, bytes, path }) => [
      name,
      rows === undefined ? '' : String(rows),
      showBytes(bytes),
      showHash(path.slice(path.lastIndexOf('/') + 1)),
    ]);
  const more = files.length - rows.length;
  return [...textTable(columns, rows), ...(more > 0 ? [`… and ${more} more`] : [])];
}
