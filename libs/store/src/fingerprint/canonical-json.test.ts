import { describe, expect, it } from '@jest/globals';

import { canonicalJson, type Json, readableJson } from './canonical-json.ts';

/** The definition: as the platform writes an object whose keys were set in their order. */
function reference(value: Json, indent?: number): string {
  const sorted = (_: string, inner: Json) =>
    inner === null || typeof inner !== 'object' || Array.isArray(inner)
      ? inner
      : Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
  return JSON.stringify(value, sorted, indent);
}

const VALUES: readonly Json[] = [
  null,
  'ü "quoted"\n\u2028 \ud800',
  [-0, 1e21, 5e-324, 0.1, true, false],
  [],
  {},
  [[], {}, [[1]], { a: [] }],
  { b: 1, a: { d: undefined, c: [{ y: 1, x: 2 }] }, é: 1, E: 2, e: 3, '': 0 },
  { 10: 'ten', 9: 'nine', '01': 1, a: 2, '-1': 3, '1.5': 4, 4294967294: 5, 4294967295: 6, 4294967296: 7 },
  { toString: 1, constructor: 2, '😀': 3, '\uffff': 4 },
  { a: undefined },
];

describe('the one spelling of a JSON value', () => {
  it.each(VALUES)('is what the platform writes with sorted keys: %j', (value) => {
    expect(canonicalJson(value)).toBe(reference(value));
    expect(readableJson(value)).toBe(`${reference(value, 2)}\n`);
  });

  it('refuses a number that JSON has not, and says where', () => {
    expect(() => canonicalJson({ a: [1, { rate: Number.NaN }] })).toThrow(
      /finite number at "rate" but was NaN/,
    );
    expect(() => readableJson([0, Infinity])).toThrow(/at "1" but was Infinity/);
  });
});
