import { readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';

/**
 * Fills the recipe's empty `sha256` with the checksum of the archive that was downloaded, leaving every other
 * character as it is. @returns what was done, for the person who ran it.
 */
export async function pinChecksum(recipeFile: string, sha256: string): Promise<string> {
  const recipe = basename(recipeFile);
  const text = await readFile(recipeFile, 'utf8');
  const pinned = text.replace(/("sha256"\s*:\s*)null/, `$1"${sha256}"`);
  if (pinned === text)
    return `the archive's sha256 is ${sha256}; put it into ingest.source.sha256 of ${recipe}`;
  await writeFile(recipeFile, pinned);
  return `the archive's sha256 ${sha256} is now pinned in ${recipe}`;
}
