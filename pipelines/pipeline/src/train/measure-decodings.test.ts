import { describe, expect, it } from '@jest/globals';
import { weighPixels } from '@tintype/colour';

import { type KnownPhoto, measureDecodings } from './measure-decodings.ts';

const SIZE = 32;
const GRID = { temperatures: [0.38, 1], coherences: [0, 1], saturation: null };
/** The true colour is (30, 0) everywhere; at T = 0.38 the model says half of it, with speckles, at 1 a third. */
const TRUTH = 30;

describe('decodings on photos', () => {
  it('are measured coherence by coherence, each at three quarters of the true chroma', async () => {
    const measured = await measure(GRID);
    expect(measured.map(({ temperature, coherence }) => [temperature, coherence])).toEqual([
      [0.38, 0],
      [1, 0],
      [0.38, 1],
      [1, 1],
    ]);
    const [, mean] = measured;
    expect(mean).toMatchObject({ saturation: 2, aucBalanced: expect.closeTo(1 - 10 / 150, 6) }); // at most doubled
    expect(mean?.chromaRatio).toBeCloseTo(2 / 3, 6);
    for (const one of [measured[0], measured[2]]) expect(one?.chromaRatio).toBeCloseTo(0.75, 2);
  });

  it('are better coherent where what is told is speckled', async () => {
    const [speckled, , coherent] = await measure(GRID);
    expect(coherent?.aucBalanced).toBeGreaterThan(speckled?.aucBalanced ?? NaN);
  });

  it('keep a saturation that is given', async () => {
    const [, mean] = await measure({ ...GRID, saturation: 3 });
    expect(mean).toMatchObject({ saturation: 3, aucBalanced: 1, chromaRatio: 1 });
  });

  it('weigh by the true colour', async () => {
    const grid = { temperatures: [1], coherences: [0], saturation: 1 };
    const photos = [photo(30), photo(10)]; // off by 20 and, told the same, by 0
    const [one] = await measureDecodings(MODEL, each(photos), {
      grid,
      weigh: (ab) => weighPixels(ab, (a) => (a > 20 ? 3 : 1)),
      meanChroma: 20,
    });
    expect(one?.aucBalanced).toBeCloseTo(1 - (3 * 20) / 4 / 150, 6);
  });

  it('are none without photos', async () => {
    expect(await measureDecodings(MODEL, each([]), { grid: GRID, weigh: alike, meanChroma: TRUTH })).toEqual(
      [],
    );
  });
});

const MODEL = {
  predict: async (
    lightness: Float32Array,
    _height: number,
    _width: number,
    temperatures: readonly number[],
  ) =>
    temperatures.map((temperature) =>
      Float32Array.from({ length: 2 * lightness.length }, (_, i) => {
        if (i % 2 === 1) return 0;
        return temperature === 1 ? TRUTH / 3 : speckle(i / 2) ? -5 : 20;
      }),
    ),
};

/** Every fifth cell of 4 × 4 pixels. */
function speckle(pixel: number): boolean {
  return (Math.floor((pixel % SIZE) / 4) + 3 * Math.floor(pixel / SIZE / 4)) % 5 === 0;
}

function measure(grid: Parameters<typeof measureDecodings>[2]['grid']) {
  return measureDecodings(MODEL, each([photo(TRUTH)]), { grid, weigh: alike, meanChroma: TRUTH });
}

function alike({ length }: Float32Array): Float64Array {
  return new Float64Array(length / 2).fill(1);
}

function photo(a: number): KnownPhoto {
  const ab = Float32Array.from({ length: 2 * SIZE * SIZE }, (_, i) => (i % 2 === 0 ? a : 0));
  return { lightness: new Float32Array(SIZE * SIZE).fill(50), ab, size: SIZE };
}

async function* each<T>(values: readonly T[]): AsyncGenerator<T> {
  yield* values;
}
