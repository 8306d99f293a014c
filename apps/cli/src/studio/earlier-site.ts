import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { UserError } from '@tintype/stage';
import { describeError, isInnerPath, isMissing, readErrorCode, readTextIfThere } from '@tintype/store';
import { z } from 'zod';

/** By this file a folder is known as a site, and its files as those that a new one may replace. */
export const MARKER = 'tintype-site.json';

const schema = z.strictObject({
  formatVersion: z.literal(1),
  files: z.array(z.string().refine(isInnerPath, 'expected a path that stays inside')),
});

export function showMarker(files: readonly string[]): string {
  return `${JSON.stringify({ formatVersion: 1, files }, null, 2)}\n`;
}

/**
 * The files that an earlier site left in a folder; none where the folder is empty or not there.
 *
 * @throws UserError for a folder that holds something else, or a file in its place
 */
export async function readEarlierSite(folder: string): Promise<readonly string[]> {
  const names = await namesIn(folder);
  if (names.length === 0) return [];
  const text = await readTextIfThere(join(folder, MARKER));
  if (text === null)
    throw new UserError(
      `studio: --out: ${folder}: expected an empty folder or an earlier site, found ${names[0]} and no ${MARKER}; choose another folder, or empty it`,
      2,
    );
  return parseMarker(folder, text).files;
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    if (isMissing(error)) return [];
    if (readErrorCode(error) === 'ENOTDIR')
      throw new UserError(`studio: --out: ${folder}: expected a folder, got a file`, 2);
    throw error;
  }
}

function parseMarker(folder: string, text: string) {
  try {
    return schema.parse(JSON.parse(text));
  } catch (error) {
    throw new UserError(
      `studio: --out: ${join(folder, MARKER)}: not as it was written: ${describeError(error)}; choose another folder, or empty this one`,
      2,
    );
  }
}
