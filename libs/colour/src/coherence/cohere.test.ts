import { describe, expect, it } from '@jest/globals';

import { cohere } from './cohere.ts';

const SIDE = 32;
/** A dark disc on a light ground; its colour is (20, 0), that of the ground (0, 10). */
const CENTRE = 15.5;
const RADIUS = 10;

describe('colours that agree with their neighbours', () => {
  it('takes a blotch inside an outline away', () => {
    const blotched = scene((x, y) => Math.abs(x - 12) <= 1 && Math.abs(y - 15) <= 1);
    const before = distance(blotched, discColour, inside);
    const after = distance(cohere(lattice(blotched), lightness(), 1), discColour, inside);
    expect(before).toBeCloseTo(40, 5);
    expect(after).toBeLessThan(8);
  });

  it('keeps the colours on both sides of an edge of the lightness', () => {
    const filtered = cohere(lattice(scene()), lightness(), 1);
    expect(distance(filtered, discColour, inside)).toBeLessThan(1.5);
    expect(distance(filtered, groundColour, (x, y) => !inside(x, y))).toBeLessThan(1.5);
  });

  it('lets colours run where lightness has no edge', () => {
    const flat = new Float32Array(SIDE * SIDE).fill(50);
    expect(distance(cohere(lattice(scene()), flat, 1), discColour, inside)).toBeGreaterThan(8);
  });

  it('goes a part of the way, and at 0 none', () => {
    const given = scene((x) => x === 12);
    const whole = cohere(lattice(given), lightness(), 1);
    const half = cohere(lattice(given), lightness(), 0.5);
    half.forEach((value, i) => expect(value).toBeCloseTo((given[i] + whole[i]) / 2, 4));
    expect(cohere(lattice(given), lightness(), 0)).toEqual(given);
  });

  it('reaches as far of any lattice: twice as fine, it gives the same picture', () => {
    const given = scene((x, y) => x === 12 && y === 15);
    const coarse = cohere(lattice(given), lightness(), 1);
    const fine = cohere(twice(lattice(given)), twice({ ...lattice(lightness()), channels: 1 }).values, 1);
    const middle = (15 * SIDE + 12) * 2;
    expect(fine[(30 * 2 * SIDE + 24) * 2]).toBeCloseTo(coarse[middle], 0);
  });

  it('refuses strengths outside 0..1', () => {
    expect(() => cohere(lattice(scene()), lightness(), 1.5)).toThrow(/coherence: expected .* 0..1, got 1.5/);
  });
});

type Where = (x: number, y: number) => boolean;

function inside(x: number, y: number): boolean {
  return Math.hypot(x - CENTRE, y - CENTRE) < RADIUS;
}

function discColour(): readonly [number, number] {
  return [20, 0];
}

function groundColour(): readonly [number, number] {
  return [0, 10];
}

/** → [SIDE, SIDE, 2] */
function scene(blotch: Where = () => false): Float32Array {
  const ab = everyCell((x, y) => {
    if (blotch(x, y)) return [-20, 0];
    return inside(x, y) ? discColour() : groundColour();
  });
  return Float32Array.from(ab.flat());
}

function lightness(): Float32Array {
  return Float32Array.from(everyCell((x, y) => (inside(x, y) ? 25 : 80)));
}

function lattice(values: Float32Array) {
  return { values, across: SIDE, down: SIDE, channels: 2 };
}

/** The greatest distance of a cell's colour from what it should be. */
function distance(ab: Float32Array, of: () => readonly [number, number], where: Where): number {
  const [a, b] = of();
  const cells = everyCell((x, y, cell) =>
    where(x, y) ? Math.hypot(ab[2 * cell] - a, ab[2 * cell + 1] - b) : 0,
  );
  return Math.max(...cells);
}

/** Every cell as 2 × 2 of them. */
function twice({ values, across, down, channels }: ReturnType<typeof lattice>) {
  const fine = new Float32Array(4 * values.length);
  for (let y = 0; y < 2 * down; y++)
    for (let x = 0; x < 2 * across; x++)
      for (let c = 0; c < channels; c++)
        fine[(y * 2 * across + x) * channels + c] =
          values[(Math.floor(y / 2) * across + Math.floor(x / 2)) * channels + c];
  return { values: fine, across: 2 * across, down: 2 * down, channels };
}

function everyCell<T>(of: (x: number, y: number, cell: number) => T): T[] {
  return Array.from({ length: SIDE * SIDE }, (_, cell) => of(cell % SIDE, Math.floor(cell / SIDE), cell));
}
