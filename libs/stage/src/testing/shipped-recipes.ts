import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';

/** A user's own recipes and those of sweeps; git ignores both. */
const IGNORED = /^mine|-sweep-/;

/** Names of the recipes that a pipeline comes with. */
export async function listShippedRecipes(project: string): Promise<readonly string[]> {
  const files = await readdir(join(project, 'recipes'));
  return files
    .map((file) => basename(file, '.json'))
    .filter((name) => !IGNORED.test(name))
    .sort();
}
