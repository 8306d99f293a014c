import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const WORKSPACE = join(import.meta.dirname, '../../../..');
const FOLDERS = ['apps', 'data/models', 'data/photos', 'libs', 'pipelines'];

/** The text of every document of the workspace, by its path from the root. */
export function readDocuments(): ReadonlyMap<string, string> {
  const files = [WORKSPACE, ...FOLDERS.map((folder) => join(WORKSPACE, folder))].flatMap((folder) =>
    documentsIn(folder, folder !== WORKSPACE),
  );
  return new Map(files.map((file) => [relative(WORKSPACE, file), readFileSync(file, 'utf8')]));
}

function documentsIn(folder: string, recursive: boolean): readonly string[] {
  return readdirSync(folder, { recursive, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md') && !/(^|\/)(node_modules|dist)\//.test(file))
    .map((file) => join(folder, file));
}
