import type { Json } from '@tintype/store';
import { showNumber, textTable } from '@tintype/terminal';

type JsonObject = Readonly<Record<string, Json>>;

/** The entries of an object in a line, but for its lists of objects, which `showLists` shows as tables. */
export function showEntries(value: Json): string {
  if (!isObject(value)) return showValue(value);
  const entries = Object.entries(value).filter(([, entry]) => !isList(entry));
  return entries.map(([key, entry]) => `${key} ${showValue(entry)}`).join(' · ');
}

/** The lists of objects in an object as tables below their names. */
export function showLists(value: Json): string[] {
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, entry]) =>
    isList(entry) ? ['', `${key}:`, ...showList(entry)] : [],
  );
}

/** Words stand before numbers, because they say whose numbers they are. */
function showList(list: readonly JsonObject[]): string[] {
  const keys = [...new Set(list.flatMap((item) => Object.keys(item)))];
  const isNumeric = (key: string): boolean => list.some((item) => typeof item[key] === 'number');
  const ordered = [...keys.filter((key) => !isNumeric(key)), ...keys.filter(isNumeric)];
  return textTable(
    ordered.map((title) => ({ title, right: isNumeric(title) })),
    list.map((item) => ordered.map((key) => showValue(item[key] ?? null))),
  );
}

function showValue(value: Json): string {
  if (value === null) return '–';
  if (typeof value === 'number') return showNumber(value);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function isObject(value: Json): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isList(value: Json): value is { [key: string]: Json }[] {
  return Array.isArray(value) && value.length > 0 && value.every(isObject);
}
