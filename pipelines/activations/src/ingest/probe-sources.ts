import { stat } from 'node:fs/promises';

import { type DigitSource, sourceFiles } from './source-files.ts';

/** One line for each file that a recipe reads, which changes when the file may have: Nx watches none of them. */
export async function probeSources(
  settings: readonly { readonly source: DigitSource }[],
  workspace: string,
): Promise<readonly string[]> {
  const paths = settings.flatMap(({ source }) => sourceFiles(source, workspace)).map(({ path }) => path);
  const lines = await Promise.all([...new Set(paths)].map(probeFile));
  return lines.sort();
}

/** A file that is not there is reported by the stage that needs it. */
async function probeFile(path: string): Promise<string> {
  return stat(path).then(
    ({ size, mtimeMs }) => `file ${path} ${size} ${mtimeMs}`,
    () => `file ${path} missing`,
  );
}
