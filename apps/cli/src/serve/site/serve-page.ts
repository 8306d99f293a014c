import type { Route } from '../http/answer.ts';
import { answerFile } from '../http/answer-file.ts';

/** `/` and what the page loads. */
export function servePage(folder: string): Route {
  return async ({ path }) => answerFile(folder, path.length === 0 ? ['index.html'] : path);
}
