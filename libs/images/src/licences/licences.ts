import { readColumns } from './csv.ts';

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

/**
 * Reads the licences of a photo folder (LICENSES.csv) as file name → licence. The column
 * `licence_url_or_text_reference` holds the address of the licence and, in brackets, where it was stated;
 * only the address is kept.
 */
export async function readLicences(csvFile: string): Promise<Map<string, Licence>> {
  const rows = await readColumns(csvFile, COLUMNS);
  return new Map(
    rows.map((get) => {
      const licenceUrl = get('licence_url_or_text_reference').split(' ')[0] ?? '';
      const [title, author, licence, source] = [get('title'), get('author'), get('licence'), get('source')];
      return [get('file'), { title, author, licence, licenceUrl, source }];
    }),
  );
}
