import { describe, expect, it } from '@jest/globals';

import { drawWeighted, normalFrom, type Rng, rngFrom, shuffled, threefry } from './rng.ts';

function draw(count: number, rng: Rng): number[] {
  return Array.from({ length: count }, () => rng());
}

function chiSquared(values: number[], cells: number): number {
  const counts = new Array<number>(cells).fill(0);
  for (const value of values) counts[Math.floor(value * cells)]++;
  const expected = values.length / cells;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

describe('threefry', () => {
  // Known-answer vectors of the authors' Random123 distribution, threefry2x32, 20 rounds.
  it.each([
    [
      [0, 0],
      [0, 0],
      [0x6b200159, 0x99ba4efe],
    ],
    [
      [0xffffffff, 0xffffffff],
      [0xffffffff, 0xffffffff],
      [0x1cb996fc, 0xbb002be7],
    ],
    [
      [0x243f6a88, 0x85a308d3],
      [0x13198a2e, 0x03707344],
      [0xc4923a9c, 0x483df7a0],
    ],
  ] as const)('maps counter %j under key %j to %j', (counter, [key0, key1], expected) => {
    const block = Uint32Array.from(counter);
    threefry(block, key0, key1);
    expect([...block]).toEqual([...expected]);
  });
});

describe('rngFrom', () => {
  it('gives the same stream for the same key, whatever else is drawn in between', () => {
    const [one, other] = [rngFrom('patches', 7, 'ab', 3), rngFrom('patches', 7, 'ab', 4)];
    const mixed = Array.from({ length: 50 }, () => [one(), other()] as const);
    expect(mixed.map(([, value]) => value)).toEqual(draw(50, rngFrom('patches', 7, 'ab', 4)));
    expect(mixed.map(([value]) => value)).toEqual(draw(50, rngFrom('patches', 7, 'ab', 3)));
  });

  it('does not change from version to version', () => {
    expect(draw(3, rngFrom('patches', 1, 'abc', 0)).map((value) => value * 2 ** 32)).toEqual([
      3345005793, 3237870094, 3119643570,
    ]);
  });

  it('tells keys apart by value, type, order and grouping', () => {
    const keys = [
      [],
      [''],
      ['', ''],
      [0],
      ['0'],
      [1],
      [2 ** 32],
      [0.5],
      ['a', 'b'],
      ['b', 'a'],
      ['ab'],
      ['a', 'b', ''],
      ['ab\0'],
    ];
    const firsts = keys.map((key) => rngFrom(...key)());
    expect(new Set(firsts).size).toBe(keys.length);
    expect(rngFrom(-0)()).toBe(rngFrom(0)());
  });

  it('refuses a number that cannot identify anything', () => {
    expect(() => rngFrom('patches', NaN)).toThrow(/finite numbers in the key, got NaN/);
  });

  it('is uniform along one stream', () => {
    const values = draw(100_000, rngFrom('uniform'));
    expect(values.every((value) => value >= 0 && value < 1)).toBe(true);
    expect(chiSquared(values, 100)).toBeLessThan(160); // 99 degrees of freedom: p ≈ 1e-4
  });

  it('is uniform and uncorrelated across neighbouring keys', () => {
    const firsts = Array.from({ length: 20_000 }, (_, index) => rngFrom('split', index)());
    expect(chiSquared(firsts, 100)).toBeLessThan(160);
    const pairs = firsts.slice(1).map((value, i) => Math.floor(value * 10) / 10 + firsts[i] / 10);
    expect(chiSquared(pairs, 100)).toBeLessThan(160);
  });
});

describe('shuffled', () => {
  it('is a permutation', () => {
    const order = shuffled(1000, rngFrom('order', 1));
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, i) => i));
    expect([...order.subarray(0, 5)]).not.toEqual([0, 1, 2, 3, 4]);
  });

  it('makes all orders equally likely', () => {
    const counts = new Map<string, number>();
    for (let i = 0; i < 6000; i++) {
      const order = shuffled(3, rngFrom('orders', i)).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(120);
  });

  it('knows the empty and the single order', () => {
    expect([...shuffled(0, rngFrom(1))]).toEqual([]);
    expect([...shuffled(1, rngFrom(1))]).toEqual([0]);
  });
});

describe('normalFrom', () => {
  it('has the moments of a standard normal', () => {
    const values = draw(100_000, normalFrom(rngFrom('normal')));
    const moment = (power: number): number =>
      values.reduce((sum, value) => sum + value ** power, 0) / values.length;
    expect(Math.abs(moment(1))).toBeLessThan(0.015);
    expect(Math.abs(moment(2) - 1)).toBeLessThan(0.02);
    expect(Math.abs(moment(3))).toBeLessThan(0.05);
    expect(Math.abs(moment(4) - 3)).toBeLessThan(0.15);
  });

  it('stays finite when the uniform is 0', () => {
    expect(normalFrom(() => 0)()).toBeCloseTo(0, 12);
  });
});

describe('drawWeighted', () => {
  it('draws each place by its share, and those of weight 0 never', () => {
    const weights = Float64Array.of(0, 1, 3, 0, 4, 0);
    const counts = new Array<number>(6).fill(0);
    for (const place of drawWeighted(weights, 16_000, rngFrom('weighted'))) counts[place]++;
    weights.forEach((weight, place) =>
      expect(Math.abs(counts[place] - 2000 * weight)).toBeLessThan(270 * weight || 1),
    );
  });

  it('gives every place its stretch of 0..1, from the first number to the last', () => {
    const uniform = [0, 0.2499, 0.25, 0.9999, 1 - 2 ** -32];
    const rng = () => uniform.shift() ?? 0;
    expect([...drawWeighted(Float64Array.of(1, 2, 1), 5, rng)]).toEqual([0, 0, 1, 2, 2]);
  });

  it('refuses weights that are no shares', () => {
    const rng = rngFrom('refused');
    expect(() => drawWeighted(Float64Array.of(1, -1), 1, rng)).toThrow(/expected weights ≥ 0, got -1 at 1/);
    expect(() => drawWeighted(Float64Array.of(1, NaN), 1, rng)).toThrow(/expected weights ≥ 0, got NaN at 1/);
    expect(() => drawWeighted(Float64Array.of(0, 0), 1, rng)).toThrow(
      /expected a positive sum of weights, got 0/,
    );
  });
});
