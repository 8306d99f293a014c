import type { z } from 'zod';

import { nearest } from './nearest.ts';

/** One problem of a settings file in words: where, what was expected, what was found, what to do. */
export function explainIssue(issue: z.core.$ZodIssue, input: unknown, knownKeys: readonly string[]): string {
  const at = issue.path.length > 0 ? `${issue.path.join('.')}: ` : '';
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => at + unknownKey(key, knownKeys)).join('; ');
    case 'invalid_type':
      return `${at}expected ${withArticle(issue.expected)}, got ${show(valueAt(input, issue.path))}`;
    case 'invalid_value':
      return `${at}expected ${issue.values.map(show).join(' or ')}, got ${show(valueAt(input, issue.path))}`;
    case 'too_small':
      return `${at}expected at least ${issue.minimum}${issue.inclusive ? '' : ' (exclusive)'}, got ${show(valueAt(input, issue.path))}`;
    case 'too_big':
      return `${at}expected at most ${issue.maximum}${issue.inclusive ? '' : ' (exclusive)'}, got ${show(valueAt(input, issue.path))}`;
    case 'invalid_union':
      return `${at}expected ${discriminators(issue)}, got ${show(valueAt(input, issue.path))}`;
    default:
      return `${at}${issue.message}, got ${show(valueAt(input, issue.path))}`;
  }
}

/** The values that a union tells its alternatives apart by; zod lists them with the issue. */
function discriminators(issue: z.core.$ZodIssueInvalidUnion): string {
  return ('options' in issue ? (issue.options ?? []) : []).map(show).join(' or ') || 'another value';
}

function unknownKey(key: string, known: readonly string[]): string {
  const meant = nearest(key, known);
  return meant === undefined
    ? `unknown key "${key}": expected one of ${known.join(', ')}`
    : `unknown key "${key}": did you mean "${meant}"?`;
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined,
    input,
  );
}

function show(value: unknown): string {
  return value === undefined ? 'nothing' : typeof value === 'bigint' ? String(value) : JSON.stringify(value);
}

function withArticle(type: string): string {
  return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;
}
