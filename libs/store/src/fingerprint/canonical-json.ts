/** A value that JSON can hold without loss. */
export type Json =
  null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };

/** What of a type JSON can hold: an interface of such members has no index signature, and so is no `Json` to the compiler. */
type JsonCompatible<T> = T extends null | undefined | boolean | number | string
  ? T
  : T extends (...args: never) => unknown
    ? never
    : { readonly [K in keyof T]: JsonCompatible<T[K]> };

/** A value that JSON can hold, as `Json`: checked by the compiler, member by member. */
export function asJson<T>(value: T & JsonCompatible<T>): Json {
  return value as unknown as Json; // what JsonCompatible has proved
}

/**
 * The one spelling of a JSON value: keys sorted, no white space, `undefined` members left out.
 * Two values with the same meaning give the same bytes, so their hash can stand for them.
 *
 * @throws when a number is not finite: JSON would write it as null, and two different values would agree.
 */
export function canonicalJson(value: Json): string {
  return write(value, '', null);
}

/** Sorted and indented, for the files that people read and diff. */
export function readableJson(value: Json): string {
  return write(value, '', '\n') + '\n';
}

/**
 * As `JSON.stringify` would with sorted keys, which takes three times as long with a function that sorts them: plans
 * spell hundreds of thousands of keys. `line` begins each line at this depth; null puts all into one.
 */
function write(value: Json, key: string, line: string | null): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') return writeNumber(value, key);
  if (value === null || typeof value === 'boolean') return String(value);
  const inner = line === null ? null : `${line}  `;
  const [open, close] = isList(value) ? '[]' : '{}';
  const items = isList(value) ? writeItems(value, inner) : writeMembers(value, inner);
  return items === '' ? `${open}${close}` : `${open}${items}${line ?? ''}${close}`;
}

function isList(value: Exclude<Json, null | boolean | number | string>): value is readonly Json[] {
  return Array.isArray(value);
}

function writeNumber(value: number, key: string): string {
  if (Number.isFinite(value)) return String(value);
  throw new Error(`Internal error: expected a finite number at "${key}" but was ${value}`);
}

function writeItems(items: readonly Json[], line: string | null): string {
  let text = '';
  for (let i = 0; i < items.length; i++)
    text += `${i > 0 ? ',' : ''}${line ?? ''}${write(items[i] ?? null, String(i), line)}`;
  return text;
}

function writeMembers(value: { readonly [key: string]: Json | undefined }, line: string | null): string {
  let text = '';
  for (const key of sortKeys(Object.keys(value))) {
    const member = value[key];
    if (member === undefined) continue;
    const colon = line === null ? ':' : ': ';
    text += `${text === '' ? '' : ','}${line ?? ''}${JSON.stringify(key)}${colon}${write(member, key, line)}`;
  }
  return text;
}

/** By their UTF-16 units, but for keys that are indices: any object has these first, by their numbers. */
function sortKeys(keys: readonly string[]): readonly string[] {
  const named = keys.findIndex((key) => !isIndex(key));
  return named < 0 ? keys : [...keys.slice(0, named), ...keys.slice(named).sort()];
}

function isIndex(key: string): boolean {
  const code = key.charCodeAt(0);
  return code >= ZERO && code <= NINE && String(Number(key) >>> 0) === key && key !== NO_INDEX;
}

const [ZERO, NINE] = [0x30, 0x39];
/** 2³² − 1, the first whole number that is no index of a list. */
const NO_INDEX = '4294967295';
