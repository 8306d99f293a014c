import { describe, expect, it } from '@jest/globals';

import { powerOfTen, scaleOver, shortNumber, ticksOf, wholeTicksOf } from './axes.ts';

describe('scaleOver', () => {
  it('ignores what it cannot place', () => {
    expect(scaleOver([1, NaN, 3, Infinity], 'linear').domain()).toEqual([1, 3]);
    expect(scaleOver([-1, 0, 2, 200], 'log').domain()).toEqual([2, 200]);
  });

  it('makes room around a single value and has a domain without any', () => {
    expect(scaleOver([5], 'linear').domain()).toEqual([4.5, 5.5]);
    expect(scaleOver([0], 'linear').domain()).toEqual([-1, 1]);
    expect(scaleOver([30], 'log').domain()).toEqual([10, 100]);
    expect(scaleOver([], 'linear').domain()).toEqual([0, 1]);
    expect(scaleOver([], 'log').domain()).toEqual([1, 10]);
  });
});

describe('ticksOf', () => {
  it('shows powers of ten on a log scale, at most as many as asked for', () => {
    const texts = ticksOf(scaleOver([1e-9, 1], 'log'), 5).map((tick) => tick.text);
    expect(texts).toEqual(['10⁻⁹', '10⁻⁷', '10⁻⁵', '0.001', '0.1']);
  });

  it('falls back to other values where a log scale spans less than two powers', () => {
    expect(ticksOf(scaleOver([2, 8], 'log'), 5).length).toBeGreaterThan(2);
  });

  it('leaves room between values where a log scale has many of them', () => {
    const texts = ticksOf(scaleOver([0.018, 0.25], 'log'), 5).map((tick) => tick.text);
    expect(texts).toEqual(['0.02', '0.05', '0.1', '0.2']);
  });

  it('shortens large numbers', () => {
    expect(ticksOf(scaleOver([0, 40_000], 'linear'), 4).map((tick) => tick.text)).toContain('20k');
  });
});

describe('wholeTicksOf', () => {
  const values = (low: number, high: number) =>
    wholeTicksOf(scaleOver([low, high], 'linear'), 5).map(({ text }) => text);

  it.each([
    [1, 2, ['1', '2']],
    [1, 5, ['1', '2', '3', '4', '5']],
    [0.05, 1, ['1']],
    [0.4, 1.3, ['1']],
    [3, 3, ['3']],
    [1, 10, ['2', '4', '6', '8', '10']],
  ])('are whole from %d to %d', (low, high, texts) => {
    expect(values(low, high)).toEqual(texts);
  });
});

describe('numbers in words', () => {
  it('writes powers of ten out near one', () => {
    expect([-4, -3, 0, 3, 12].map(powerOfTen)).toEqual(['10⁻⁴', '0.001', '1', '1000', '10¹²']);
  });

  it('keeps three significant digits and a true minus', () => {
    expect([0.012345, -2, 1234.5, 1e-9].map(shortNumber)).toEqual(['0.0123', '−2', '1230', '1e−9']);
  });
});
