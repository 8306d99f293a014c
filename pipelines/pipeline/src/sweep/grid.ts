import { parseSettings, readJsonFile, UserError } from '@tintype/stage';
import type { Json } from '@tintype/store';
import { z } from 'zod';

/** Settings of a recipe by their dotted paths, such as `train.learningRate`, with the values that they get. */
export type Combination = Readonly<Record<string, Json>>;

const value: z.ZodType<Json> = z.json();
const listSchema = z.array(z.record(z.string(), value)).min(1);
const gridSchema = z.record(z.string(), z.array(value).min(1));

/**
 * The combinations that a JSON file asks for: every one of the values that it lists for each path, the last path's
 * values in turn first, or those of a list as it has them.
 *
 * @throws UserError (exit code 2) that names the place in the file
 */
export async function readGrid(file: string): Promise<readonly Combination[]> {
  const input = await readJsonFile(file);
  if (Array.isArray(input)) return parseSettings(input, file, listSchema);
  const grid = parseSettings(input, file, gridSchema);
  if (Object.keys(grid).length > 0) return combine(Object.entries(grid));
  throw new UserError(`${file}: expected settings with the values to try, got none`, 2);
}

function combine(axes: readonly (readonly [string, readonly Json[]])[]): readonly Combination[] {
  const none: readonly Combination[] = [{}];
  return axes.reduce(
    (combinations, [path, values]) =>
      combinations.flatMap((one) => values.map((each) => ({ ...one, [path]: each }))),
    none,
  );
}
