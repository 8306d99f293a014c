import { readFile } from 'node:fs/promises';

/**
 * Rows of fields of a CSV text (RFC 4180): quoted fields may hold commas, line breaks and doubled quotes; lines
 * end in LF or CRLF; empty lines are dropped. Throws when a quote is never closed.
 */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  // One match is one field with what ends it: a comma, a line break or the end of the text.
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/y;
  const start = text.startsWith('\ufeff') ? 1 : 0;
  for (field.lastIndex = start; field.lastIndex < text.length;) {
    const at = field.lastIndex;
    const match = field.exec(text);
    if (match === null) throw new Error(`CSV line ${lineAt(text, at)}: expected a plain or a quoted field`);
    row.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    if (match[3] === ',' && field.lastIndex < text.length) continue;
    if (match[3] === ',') row.push('');
    if (row.length > 1 || row[0] !== '') rows.push(row);
    row = [];
  }
  return rows;
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

/**
 * The rows below the header of a CSV file, each as a function from a column's name to the row's field; a row that is
 * cut short has empty ones. Throws when the header lacks one of `columns`.
 */
export async function readColumns<Column extends string>(
  csvFile: string,
  columns: readonly Column[],
): Promise<readonly ((column: Column) => string)[]> {
  const [header = [], ...rows] = parseCsv(await readFile(csvFile, 'utf8'));
  const missing = columns.filter((column) => !header.includes(column));
  if (missing.length > 0)
    throw new Error(`${csvFile}: expected the column ${missing.join(', ')}, got ${header}`);
  return rows.map((row) => (column) => row[header.indexOf(column)] ?? '');
}
