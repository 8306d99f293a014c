import { parseSettings, readJsonFile, UserError } from '@tintype/stage';
import type { Json } from '@tintype/store';
import { z } from 'zod';

/** Settings of a recipe by their dotted paths, such as `train.learningRate`, with the values that they get. */
export type Combination = Readonly<Record<string, Json>>;

const value: z.ZodType<Json> = z.json();
const listSchema = z.array(z.record(z.string(), value));
const gridSchema = z.record(z.string(), z.array(value).min(1));

const EXPECTED = 'expected { "train.learningRate": [0.001, 0.0003] } or a list of combinations';

/**
 * The combinations that a JSON file asks for: every one of the values that it lists for each path, the last path's
 * values in turn first, or those of a list as it has them.
 *
 * @throws UserError (exit code 2) that names the place in the file
 */
export async function readGrid(file: string): Promise<readonly Combination[]> {
  const input = await readJsonFile(file, { place: file, missing: `no such file; ${EXPECTED}` });
  if (typeof input !== 'object' || input === null || Object.keys(input).length === 0)
    throw new UserError(`${file}: ${EXPECTED}, got ${JSON.stringify(input)}`, 2);
  return Array.isArray(input)
    ? parseSettings(input, file, listSchema)
    : combine(Object.entries(parseSettings(input, file, gridSchema)));
}

function combine(axes: readonly (readonly [string, readonly Json[]])[]): readonly Combination[] {
  const none: readonly Combination[] = [{}];
  return axes.reduce(
    (combinations, [path, values]) =>
      combinations.flatMap((one) => values.map((each) => ({ ...one, [path]: each }))),
    none,
  );
}
