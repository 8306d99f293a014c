import { isAbsolute, join } from 'node:path';

import { UserError } from './user-error.ts';

export interface Folders {
  /** Its `data` also holds the photos and models that come with Tintype. */
  readonly workspace: string;
  /** What runs write: the store, manifests, reports and downloads. */
  readonly data: string;
  /** Where this recipe's readable results go. */
  readonly results: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The folders that do not depend on a recipe: `data` in the workspace, unless `TINTYPE_DATA` names another. */
export function locateFolders(
  workspace: string,
  env: Environment = process.env,
): Pick<Folders, 'workspace' | 'data'> {
  return { workspace, data: readDataFolder(env) ?? join(workspace, 'data') };
}

/** The folder for what runs write that the environment names; null where it names none. */
export function readDataFolder(env: Environment): string | null {
  const folder = env['TINTYPE_DATA'] ?? '';
  if (folder === '' || isAbsolute(folder)) return folder.replace(/(?<=.)\/+$/, '') || null;
  throw new UserError(
    `TINTYPE_DATA: expected an absolute path, as programs run in several folders, got ${JSON.stringify(folder)}`,
    2,
  );
}

/** Where the readable results of a recipe lie. */
export function resultsFolder(
  data: string,
  { pipeline, recipe }: { readonly pipeline: string; readonly recipe: string },
): string {
  return join(data, 'reports', pipeline, recipe);
}
