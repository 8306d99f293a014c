import { expect, it } from '@jest/globals';

import { perInch, perMetreOf, soundDensity, turnDensity } from './density.ts';

it('survives PNG, which counts whole pixels per metre', () => {
  for (const dpi of [72, 96, 150, 254, 300, 600, 1200, 4800])
    expect(perInch(perMetreOf(dpi, 'inch'))).toBe(dpi);
  expect(perMetreOf(perInch(1000), 'inch')).toBe(1000);
  expect(perMetreOf(118, 'cm')).toBe(11_800);
});

it('is turned with the picture', () => {
  const fax = { x: 204, y: 98, unit: 'inch' } as const;
  expect(turnDensity(fax, 1)).toEqual(fax);
  expect(turnDensity(fax, 3)).toEqual(fax);
  expect(turnDensity(fax, 6)).toEqual({ x: 98, y: 204, unit: 'inch' });
});

it('says nothing where a number is missing or pixels are merely square', () => {
  expect(soundDensity({ x: NaN, y: 72, unit: 'inch' })).toBeUndefined();
  expect(soundDensity({ x: 0, y: 0, unit: 'inch' })).toBeUndefined();
  expect(soundDensity({ x: 1, y: 1, unit: 'none' })).toBeUndefined();
  expect(soundDensity({ x: 1, y: 2, unit: 'none' })).toEqual({ x: 1, y: 2, unit: 'none' });
});
