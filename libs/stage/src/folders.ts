import { join } from 'node:path';

export interface Folders {
  readonly workspace: string;
  readonly data: string;
  /** Where this recipe's readable results go. */
  readonly results: string;
}

/** The folders that do not depend on a recipe. */
export function locateFolders(workspace: string): Pick<Folders, 'workspace' | 'data'> {
  return { workspace, data: join(workspace, 'data') };
}

/** Where the readable results of a recipe lie. */
export function resultsFolder(
  data: string,
  { pipeline, recipe }: { readonly pipeline: string; readonly recipe: string },
): string {
  return join(data, 'reports', pipeline, recipe);
}
