import { z } from 'zod';

/** A name that is part of a path: `default`, `pipeline`, `evaluate`. */
const PLAIN = /^[\p{L}\p{N}_][\p{L}\p{N}\p{M}._ -]*$/u;
const MOST_BYTES = 200;

/** What names of pipelines, recipes and stages look like, for messages. */
export const PLAIN_NAME = 'letters, digits, ".", "_", "-" and blanks that begins with a letter or digit';

/** Whether a name of a pipeline, recipe or stage can be part of a path and lead nowhere else. */
export function isPlainName(name: string): boolean {
  return PLAIN.test(name) && new TextEncoder().encode(name).length <= MOST_BYTES;
}

/** Whether a name such as `train/0110` or `model/model.json`, laid out below a folder, stays in it. */
export function isInnerPath(name: string): boolean {
  const isSegment = (segment: string) => segment !== '' && segment !== '.' && segment !== '..';
  return name.split('/').every(isSegment) && !/[\\\0]/.test(name);
}

/** A name of a pipeline, recipe or stage, as it is read. */
export const plainName = z.string().refine(isPlainName, {
  error: ({ input }) => `expected a name of ${PLAIN_NAME}, got ${JSON.stringify(input)}`,
});

/** A name of something laid out below a folder, as it is read. */
export const innerPath = z.string().refine(isInnerPath, {
  error: ({ input }) => `expected a path that stays inside, got ${JSON.stringify(input)}`,
});
