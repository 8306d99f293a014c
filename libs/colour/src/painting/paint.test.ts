import { describe, expect, it } from '@jest/globals';

import { labOfSrgb, srgbToLab } from '../lab/lab.ts';
import { labToSrgb } from '../lab/lab-to-srgb.ts';
import { rngFrom } from '../rng.ts';
import { type ColourLattice, LEVELS } from './colour-lattice.ts';
import { paint, type Painting } from './paint.ts';
import type { Stripe } from './stripe.ts';

const SIZE = { width: 40, height: 30 };
const CELLS = { width: 10, height: 8 };
const PAINTING: Painting = { of: SIZE, cells: CELLS, saturation: 1, space: 'srgb' };

describe('paint', () => {
  it.each([
    [0, 0],
    [20, 15],
    [-40, 30],
    [90, -70],
  ])('gives every pixel (%i, %i) at its own lightness, as labToSrgb does', (a, b) => {
    const before = noise();
    const after = before.slice();
    paint(stripe(after), uniform(a, b), PAINTING);
    const lab = srgbToLab(before).map((value, i) => [value, a, b][i % 3]);
    after.forEach((value, i) => expect(Math.abs(value - labToSrgb(lab)[i])).toBeLessThanOrEqual(1));
  });

  it.each([1, 4])('keeps lightness within .5, and hue, at saturation %i', (saturation) => {
    const before = noise();
    const after = before.slice();
    paint(stripe(after), uniform(24, -32), { ...PAINTING, saturation });
    const [from, to] = [srgbToLab(before), srgbToLab(after)];
    for (let i = 0; i < from.length; i += 3) {
      expect(Math.abs(to[i] - from[i])).toBeLessThan(0.5);
      const across = (to[i + 1] * -32 - to[i + 2] * 24) / 40; // what is not of the hue, in ab units
      expect(Math.abs(across)).toBeLessThan(1.5); // a byte in the dark is as much
    }
  });

  it.each(
    [1, 2, 3, 5, 7].flatMap((width) => ([3, 4] as const).map((channels) => [width, channels] as const)),
  )('paints rows of %i pixels of %i channels to their ends and no further', (width, channels) => {
    const count = width * channels;
    const before = Uint8Array.from({ length: 2 * count }, (_, i) => (i * 89) % 256);
    const after = before.slice();
    const painting = { ...PAINTING, of: { width, height: 1 } };
    paint({ samples: after.subarray(0, count), channels, top: 0 }, uniform(30, 20), painting);
    expect(after.subarray(count)).toEqual(before.subarray(count));
    for (let i = 0; i < count; i += channels) {
      const [L] = srgbToLab(before.subarray(i, i + 3));
      const expected = labToSrgb([L, 30, 20]);
      expected.forEach((value, c) => expect(Math.abs(after[i + c] - value)).toBeLessThanOrEqual(1));
    }
  });

  it('leaves alpha as it is', () => {
    const samples = Uint8Array.from({ length: SIZE.width * SIZE.height * 4 }, (_, i) => (i * 37) % 256);
    const alpha = samples.filter((_, i) => i % 4 === 3);
    paint({ samples, channels: 4, top: 0 }, uniform(10, 10), PAINTING);
    expect(samples.filter((_, i) => i % 4 === 3)).toEqual(alpha);
  });

  it('paints 16 bits as finely as they are', () => {
    const samples = Uint16Array.from(
      { length: SIZE.width * SIZE.height * 3 },
      (_, i) => 10 * Math.floor(i / 3) + 9000,
    );
    const light = (i: number) =>
      labOfSrgb(...([0, 1, 2].map((c) => samples[3 * i + c] / 65535) as [number, number, number]));
    const before = Array.from({ length: SIZE.width * SIZE.height }, (_, i) => light(i)[0]);
    paint(stripe(samples), uniform(20, 15), PAINTING);
    before.forEach((L, i) => {
      const [l, a, b] = light(i);
      expect(Math.abs(l - L)).toBeLessThan(0.01);
      expect(Math.hypot(a - 20, b - 15)).toBeLessThan(0.05);
    });
  });

  it('shows in Display P3 what sRGB cannot', () => {
    const [narrow, wide] = [new Uint8Array(3600).fill(120), new Uint8Array(3600).fill(120)];
    paint(stripe(narrow), uniform(-70, 60), PAINTING);
    paint(stripe(wide), uniform(-70, 60), { ...PAINTING, space: 'p3' });
    const [l, a, b] = labOfP3(wide);
    const [L] = srgbToLab([120, 120, 120]);
    expect(Math.abs(l - L)).toBeLessThan(0.5);
    expect(Math.hypot(a, b)).toBeGreaterThan(chromaOf(narrow.subarray(0, 3)) + 5);
    expect(Math.atan2(b, a)).toBeCloseTo(Math.atan2(60, -70), 1);
  });

  it('leaves greys the same in both spaces', () => {
    const greys = Uint8Array.from(
      { length: SIZE.width * SIZE.height * 3 },
      (_, i) => Math.floor(i / 3) % 256,
    );
    for (const space of ['srgb', 'p3'] as const) {
      const painted = greys.slice();
      paint(stripe(painted), uniform(0, 0), { ...PAINTING, space });
      expect(painted).toEqual(greys);
    }
  });

  it('reads the cells by half-pixel centres', () => {
    const lattice = latticeFrom((x) => [4 * x, 0]);
    const samples = new Uint16Array(SIZE.width * SIZE.height * 3).fill(30000);
    paint(stripe(samples), lattice, PAINTING);
    for (const x of [2, 11, 20, 33]) {
      const [, a] = labOfSrgb(
        ...([0, 1, 2].map((c) => samples[3 * x + c] / 65535) as [number, number, number]),
      );
      expect(a).toBeCloseTo(4 * ((x + 0.5) / 4 - 0.5), 1);
    }
  });

  it('paints stripes as it paints the whole', () => {
    const lattice = latticeFrom((x, y) => [5 * x - 20, 6 * y - 20]);
    const whole = noise();
    const parts = whole.slice();
    paint(stripe(whole), lattice, PAINTING);
    for (let top = 0; top < SIZE.height; top += 7) {
      const samples = parts.subarray(top * SIZE.width * 3, (top + 7) * SIZE.width * 3);
      paint({ samples, channels: 3, top }, lattice, PAINTING);
    }
    expect(parts).toEqual(whole);
  });
});

function stripe(samples: Stripe['samples']): Stripe {
  return { samples, channels: 3, top: 0 };
}

function uniform(a: number, b: number): ColourLattice {
  return latticeFrom(() => [a, b]);
}

function latticeFrom(colour: (x: number, y: number) => [number, number]): ColourLattice {
  const { width: across, height: down } = CELLS;
  const cells = Array.from({ length: down * across }, (_, i) => colour(i % across, Math.floor(i / across)));
  return { ab: Float32Array.from(cells.flatMap((ab) => Array(LEVELS).fill(ab).flat())), across, down };
}

function noise(): Uint8Array {
  const rng = rngFrom('paint');
  return Uint8Array.from({ length: SIZE.width * SIZE.height * 3 }, () => Math.floor(rng() * 256));
}

function chromaOf(rgb: Uint8Array): number {
  const [, a, b] = srgbToLab(rgb);
  return Math.hypot(a, b);
}

/** With the matrix of SMPTE EG 432-1 and CIE's formula. */
function labOfP3(samples: Uint8Array): [number, number, number] {
  const [r, g, b] = [0, 1, 2].map((c) => {
    const value = samples[c] / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  const [x, y, z] = [
    (0.4866 * r + 0.2657 * g + 0.1982 * b) / 0.9505,
    0.229 * r + 0.6917 * g + 0.0793 * b,
    (0.0451 * g + 1.0439 * b) / 1.089,
  ].map((t) => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116));
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}
