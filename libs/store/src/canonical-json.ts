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
  return JSON.stringify(value, sortKeysAndCheck);
}

/** Sorted and indented, for the files that people read and diff. */
export function readableJson(value: Json): string {
  return JSON.stringify(value, sortKeysAndCheck, 2) + '\n';
}

function sortKeysAndCheck(key: string, value: Json): Json {
  if (typeof value === 'number' && !Number.isFinite(value))
    throw new Error(`Internal error: expected a finite number at "${key}" but was ${value}`);
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
