import { join } from 'node:path';

/** Where the artefacts of folds lie: apart from those of recipes, which `compare` lists. */
export const CROSS_VALIDATION = 'cross-validation';

/** The scores of a recipe's folds together. */
export function crossValidationFile(data: string, recipe: string): string {
  return join(data, 'reports', CROSS_VALIDATION, `${recipe}.json`);
}
