import { readColumns } from './csv.ts';

/**
 * Which of the bundled photos: `all`, or those of the set `article`, which LICENSES.csv names in its column `set`. They
 * show the article's eight outdoor classes and stand in for its archive.
 */
export type PhotoSet = 'all' | 'article';

/** Whether a bundled photo, by its file name, belongs to a set. @throws Error when LICENSES.csv lacks the column */
export async function openSet(set: PhotoSet, csvFile: string): Promise<(file: string) => boolean> {
  if (set === 'all') return () => true;
  const rows = await readColumns(csvFile, ['file', 'set']);
  const members = new Set(rows.filter((get) => get('set') === set).map((get) => get('file')));
  return (file) => members.has(file);
}
