import { describe, expect, it } from '@jest/globals';

import { growDigests, packDigests } from './digest-list.ts';
import { sha256 } from './fingerprint.ts';

const digests = Array.from({ length: 200 }, (_, i) => sha256(String(i)));

describe('packed digests', () => {
  it('come out as they went in', () => {
    const list = packDigests(digests);
    expect(list.length).toBe(200);
    expect(digests.map((_, i) => list.at(i))).toEqual(digests);
  });

  it('tell their bits', () => {
    const [digest = ''] = digests;
    const list = packDigests(digests);
    const bits = Array.from({ length: 256 }, (_, bit) => list.bitAt(0, bit)).join('');
    expect(BigInt(`0b${bits}`)).toBe(BigInt(`0x${digest}`));
  });

  it('are sorted as their texts are, also where they begin alike; equal ones stay in order', () => {
    const alike = ['f0', '0f', '00', 'f0'].map((end) => `${'ab'.repeat(31)}${end}`);
    const list = packDigests([...digests, ...alike]);
    const sorted = [...list.sorted()];
    expect(sorted.map((i) => list.at(i))).toEqual([...digests, ...alike].sort());
    expect(sorted.filter((i) => i >= 200)).toEqual([202, 201, 200, 203]);
    expect([list.isEqual(200, 203), list.isEqual(200, 201)]).toEqual([true, false]);
  });

  it('are refused where they are none, or too many', () => {
    expect(() => packDigests(['ab'])).toThrow(
      'expected a sha256 of 64 lower-case hexadecimal digits, got "ab"',
    );
    const full = growDigests(1);
    full.add(sha256('one'));
    expect(() => full.add(sha256('two'))).toThrow('expected at most 1 digests, got more');
    expect(full.list().length).toBe(1);
  });
});
