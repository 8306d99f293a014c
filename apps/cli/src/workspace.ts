import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The workspace that this program belongs to, whether it runs from `src` or from `dist`. */
export const WORKSPACE = fileURLToPath(new URL('../../..', import.meta.url));

/** The workspace of the pipeline whose data lies around `cwd`, else the one that this program belongs to. */
export function workspaceAround(cwd: string): string {
  const workspace = dirname(dataFolder(cwd, undefined));
  return existsSync(join(workspace, 'pipelines')) ? workspace : WORKSPACE;
}

/** The data folder: the one given, else that of the workspace around `cwd`. */
export function dataFolder(cwd: string, given: string | undefined): string {
  if (given !== undefined) return resolve(cwd, given);
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'data', 'manifests'))) return join(folder, 'data');
    if (folder === dirname(folder)) return resolve(cwd, 'data');
  }
}
