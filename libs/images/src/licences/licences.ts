import { readFile } from 'node:fs/promises';

import { parseCsv } from './csv.ts';

/** Who made a photo and on what terms it may be shown. */
export interface Licence {
  readonly title: string;
  readonly author: string;
  /** Short name, as SPDX writes it where it has one: "CC-BY-SA-4.0", "Public domain". */
  readonly licence: string;
  readonly licenceUrl: string;
  readonly source: string;
}

const COLUMNS = ['file', 'title', 'author', 'licence', 'licence_url_or_text_reference', 'source'] as const;
type Column = (typeof COLUMNS)[number];

/**
 * Reads the licences of a photo folder (LICENSES.csv) as file name → licence. The column
 * `licence_url_or_text_reference` holds the address of the licence and, in brackets, where it was stated;
 * only the address is kept.
 */
export async function readLicences(csvFile: string): Promise<Map<string, Licence>> {
  const [header = [], ...rows] = parseCsv(await readFile(csvFile, 'utf8'));
  const missing = COLUMNS.filter((column) => !header.includes(column));
  if (missing.length > 0)
    throw new Error(`${csvFile}: expected the column ${missing.join(', ')}, got ${header}`);
  return new Map(rows.map((row) => toEntry(row, header)));
}

function toEntry(row: readonly string[], header: readonly string[]): [string, Licence] {
  const get = (column: Column): string => row[header.indexOf(column)] ?? '';
  const licence: Licence = {
    title: get('title'),
    author: get('author'),
    licence: get('licence'),
    licenceUrl: get('licence_url_or_text_reference').split(' ')[0] ?? '',
    source: get('source'),
  };
  return [get('file'), licence];
}
