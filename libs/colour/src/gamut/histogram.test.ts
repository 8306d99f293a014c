import { describe, expect, it } from '@jest/globals';

import { AB_CELLS, AB_MIN, countAb, isNearGrey } from './histogram.ts';

function cellOf(a: number, b: number): number {
  return (a - AB_MIN) * AB_CELLS + (b - AB_MIN);
}

function greyImage(side: number): Float32Array {
  return Float32Array.from({ length: 3 * side * side }, (_, i) => (i % 3 === 0 ? 50 : 0));
}

describe('countAb', () => {
  it('floors, so that the cells on both sides of 0 are as wide as the others', () => {
    const counts = countAb(Float32Array.from([50, -0.5, 0.5, 50, 0.5, -0.5, 50, 0, 0, 50, -1, 0.99]));
    expect(counts[cellOf(-1, 0)]).toBe(2);
    expect(counts[cellOf(0, -1)]).toBe(1);
    expect(counts[cellOf(0, 0)]).toBe(1);
  });

  it('puts colours beyond the grid into its border', () => {
    const counts = countAb(Float32Array.from([50, -300, 300, 50, 110, -110]));
    expect(counts[cellOf(-110, 109)]).toBe(1);
    expect(counts[cellOf(109, -110)]).toBe(1);
  });

  it('adds to the counts it is given, and loses no pixel', () => {
    const lab = Float32Array.from({ length: 300 }, (_, i) => (i * 17) % 90);
    const counts = countAb(lab, countAb(lab));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(200);
  });

  it('refuses a histogram of another shape', () => {
    expect(() => countAb(new Float32Array(3), new Uint32Array(100))).toThrow(/48400 counts.*got 100/);
  });
});

describe('isNearGrey', () => {
  it('is decided by a single coloured pixel among the few of a small image', () => {
    const image = greyImage(16);
    expect(isNearGrey(image)).toBe(true);
    image[3 * (4 * 16 + 8) + 1] = -5.1;
    expect(isNearGrey(image)).toBe(false);
    expect(isNearGrey(image, 6)).toBe(true);
  });

  it('looks at b as well as a, and calls the threshold itself grey', () => {
    const image = greyImage(8);
    image[2] = 5;
    expect(isNearGrey(image)).toBe(true);
    image[2] = 5.01;
    expect(isNearGrey(image)).toBe(false);
  });

  it('takes a coloured stamp for none, as far as it is a fiftieth of the image', () => {
    const image = greyImage(200); // 2500 pixels are looked at
    const colour = (count: number) => {
      for (let i = 0; i < count; i++) image[3 * (4 * Math.floor(i / 50) * 200 + 4 * (i % 50)) + 2] = 60;
    };
    colour(50);
    expect(isNearGrey(image)).toBe(true);
    colour(51);
    expect(isNearGrey(image)).toBe(false);
  });

  it('looks at every fourth pixel of every fourth row only, by the width it is given', () => {
    const image = greyImage(16);
    image[3 * (1 * 16 + 0) + 1] = 40; // second row of a square, first pixel
    expect(isNearGrey(image)).toBe(true);
    expect(isNearGrey(image, 5, 4)).toBe(false); // fifth row when four pixels make one
  });

  it('asks for the width of an image that is not square', () => {
    expect(() => isNearGrey(new Float32Array(3 * 10))).toThrow(/pass the image's width/);
    expect(isNearGrey(new Float32Array(3 * 10), 5, 5)).toBe(true);
  });
});
