import type { FileAnswer } from './answer.ts';
import { locateInside } from './locate-inside.ts';

/** A file of a folder as an answer, or null where there is none; see `locateInside`. */
export async function answerFile(
  root: string,
  parts: readonly string[],
  facts: Partial<Pick<FileAnswer, 'name' | 'digest' | 'policy'>> = {},
): Promise<FileAnswer | null> {
  const path = await locateInside(root, parts);
  return path === null ? null : { kind: 'file', path, name: parts.join('/'), ...facts };
}
