import { basename, dirname, join } from 'node:path';

import { describeError, isPlainName, type Json, PLAIN_NAME, readErrorCode } from '@tintype/store';
import { z } from 'zod';

import { UserError } from '../user-error.ts';
import { explainIssue } from './explain-issue.ts';
import { readRecipeText } from './recipe-text.ts';

/** Schema of one stage's section of a recipe. */
export type SettingsSchema = z.ZodObject;

/** The settings of all stages, complete: what a recipe leaves out has its default. */
export type Recipe = Readonly<Record<string, Json>>;

/** Schema of a whole recipe, from the sections of its stages; unknown keys are errors. */
export function buildRecipeSchema(
  stages: readonly { name: string; settings: SettingsSchema }[],
): z.ZodObject {
  const sections = stages.map(({ name, settings }) => [name, settings.prefault({})] as const);
  return z.strictObject({
    $schema: z.string().optional().describe('Where editors find this schema.'),
    ...Object.fromEntries(sections),
  });
}

/** The schema as editors read it. */
export function recipeJsonSchema(schema: z.ZodObject): string {
  return `${JSON.stringify(z.toJSONSchema(schema, { io: 'input' }), null, 2)}\n`;
}

/**
 * Where the recipe of this name lies.
 *
 * @throws UserError (exit code 2) for a name that leads out of the folder
 */
export function locateRecipe(folder: string, name: string): string {
  if (isPlainName(name)) return join(folder, `${name}.json`);
  throw new UserError(`--recipe: expected a name of ${PLAIN_NAME}, got ${JSON.stringify(name)}`, 2);
}

/**
 * Reads and completes a recipe.
 *
 * @throws UserError (exit code 2) that names the file, the field, what was expected and what was found
 */
export async function readRecipe(file: string, schema: z.ZodObject): Promise<Recipe> {
  const place = join(basename(dirname(file)), basename(file));
  const missing = `no such recipe; the recipes are in ${dirname(file)}`;
  return completeRecipe(await readJsonFile(file, { place, missing }), place, schema);
}

/** A recipe as somebody wrote it, completed; `place` says where it stands. Throws as `readRecipe` does. */
export function completeRecipe(input: unknown, place: string, schema: z.ZodObject): Recipe {
  return parseSettings(input, place, schema) as Recipe; // of what was JSON, its defaults included
}

/** What a person wrote at `place`, as the schema reads it. Throws as `readRecipe` does. */
export function parseSettings<Schema extends z.ZodType>(
  input: unknown,
  place: string,
  schema: Schema,
): z.output<Schema> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues
    .flatMap(innermost)
    .map((issue) => `${place}: ${explainIssue(issue, input, keysAt(schema, issue.path))}`);
  throw new UserError(problems.join('\n'), 2);
}

/** How a file is named to whoever wrote it, and what to say where there is none. */
interface WrittenFile {
  readonly place: string;
  readonly missing: string;
}

/** What a JSON file says, before it is known to be a recipe. Throws as `readRecipe` does. */
export async function readJsonFile(file: string, { place, missing }: WrittenFile): Promise<unknown> {
  const text = await readRecipeText(file).catch((error: unknown) => {
    throw new UserError(`${place}: ${unreadable(error, missing)}`, 2);
  });
  return parseJson(place, text);
}

function unreadable(error: unknown, missing: string): string {
  switch (readErrorCode(error)) {
    case 'ENOENT':
      return missing;
    case 'EISDIR':
      return 'expected a file, got a folder';
    case 'EACCES':
    case 'EPERM':
      return 'it may not be read; change its permissions';
    default:
      return describeError(error);
  }
}

function parseJson(place: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UserError(`${place}: expected JSON: ${describeError(error)}`, 2);
  }
}

/** Of a failed union, the problems of the alternative that came nearest; the path is made absolute. */
function innermost(issue: z.core.$ZodIssue): readonly z.core.$ZodIssue[] {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [issue];
  const nearest = issue.errors.reduce((best, errors) => (errors.length < best.length ? errors : best));
  return nearest.flatMap((inner) => innermost({ ...inner, path: [...issue.path, ...inner.path] }));
}

/** The keys that the schema knows at `path`, for suggestions; none where it is not an object. */
function keysAt(schema: z.core.$ZodType, path: readonly PropertyKey[]): readonly string[] {
  const inner = unwrap(schema);
  if (inner instanceof z.ZodDiscriminatedUnion)
    return [...new Set(inner.options.flatMap((option) => keysAt(option, path)))];
  if (!(inner instanceof z.ZodObject)) return [];
  const [head, ...rest] = path;
  if (head === undefined) return Object.keys(inner.shape);
  const next: z.core.$ZodType | undefined = inner.shape[String(head)];
  return next === undefined ? [] : keysAt(next, rest);
}

function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  return schema instanceof z.ZodOptional ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodNullable
    ? unwrap(schema.unwrap())
    : schema;
}
