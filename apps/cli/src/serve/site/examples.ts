import { join } from 'node:path';

import { readLicences } from '@tintype/images/sources';

import type { Route } from '../http/answer.ts';
import { answerFile } from '../http/answer-file.ts';
import { locateInside } from '../http/locate-inside.ts';

/** A photo to try the page with. */
export interface Example {
  readonly file: string;
  /** Its title. */
  readonly name: string;
  /** Who made it, and on what terms it may be shown. */
  readonly credit: string;
}

/** The photos of a folder that its LICENSES.csv states the terms of. */
export async function listExamples(folder: string): Promise<readonly Example[]> {
  if ((await locateInside(folder, ['LICENSES.csv'])) === null) return [];
  const licences = [...(await readLicences(join(folder, 'LICENSES.csv')))];
  const examples = licences.map(async ([file, { title, author, licence }]) => {
    const isThere = (await locateInside(folder, [file])) !== null;
    return isThere ? [{ file, name: title, credit: `${author}, ${licence}` }] : [];
  });
  return (await Promise.all(examples)).flat();
}

/** `/examples/<file>` */
export function serveExamples(folder: string): Route {
  return async ({ path: [first, file, ...more] }) => {
    if (first !== 'examples' || file === undefined || more.length > 0) return null;
    const examples = await listExamples(folder);
    if (!examples.some((example) => example.file === file)) return null;
    return answerFile(folder, [file]);
  };
}
