import { digestJson, isPlainName, type Json } from '@tintype/store';

import type { Combination } from './grid.ts';

/** Longer names do not fit beside others in a table. */
const MOST_CHARACTERS = 100;
const PLAIN_WORD = /^[\p{L}\p{N}._]+$/u;
const DIGITS_OF_HASH = 8;

/**
 * The name of a recipe with the settings of a combination: `best-sweep-train.learningRate-0.001`, and one with a hash
 * where it would be too long, or a value is no number, word, true, false or null. Git ignores recipes of such names.
 */
export function nameCombination(recipe: string, combination: Combination): string {
  const parts = Object.entries(combination).map(([path, value]) => [path, wordOf(value)] as const);
  const name = `${recipe}-sweep-${parts.flat().join('-')}`;
  const isReadable = parts.every((part) => part.every((word) => PLAIN_WORD.test(word ?? '')));
  return parts.length > 0 && isReadable && name.length <= MOST_CHARACTERS && isPlainName(name)
    ? name
    : `${recipe}-sweep-${digestJson(combination).slice(0, DIGITS_OF_HASH)}`;
}

/** Null for what would not be told apart from another value. */
function wordOf(value: Json): string | null {
  if (typeof value !== 'string') return typeof value === 'object' && value !== null ? null : signed(value);
  return /^[\p{L}]/u.test(value) && !['true', 'false', 'null'].includes(value) ? value : null;
}

/** A minus would pass for one of the signs between words. */
function signed(value: number | boolean | null): string {
  return typeof value === 'number' ? String(value).replaceAll('-', '_') : String(value);
}

/**
 * A recipe as its author wrote it with the settings of a combination. Inside a setting that the author left to its
 * default, the rest stays as `complete` has it.
 */
export function applyCombination(written: Json, complete: Json, combination: Combination): Json {
  return Object.entries(combination).reduce(
    (recipe, [path, value]) => settingAt(recipe, complete, path.split('.'), value),
    written,
  );
}

function settingAt(
  written: Json | undefined,
  complete: Json | undefined,
  [key, ...rest]: readonly string[],
  value: Json,
): Json {
  if (key === undefined) return value;
  const own = fieldsOf(written);
  const whole = fieldsOf(complete)[key];
  return { ...own, [key]: settingAt(own[key] ?? whole, whole, rest, value) };
}

type Fields = Readonly<Record<string, Json | undefined>>;

function fieldsOf(value: Json | undefined): Fields {
  return isObject(value) ? value : {};
}

function isObject(value: Json | undefined): value is { readonly [name: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
