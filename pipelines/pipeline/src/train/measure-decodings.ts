import { aucBalanced, cohere, meanChroma, measureAb, mergeErrors, poolPlane } from '@tintype/colour';
import type { Model } from '@tintype/network';

import { type MeasuredDecoding, saturate } from './pick-decoding.ts';

/** A photo whose colours are known. */
export interface KnownPhoto {
  readonly lightness: Float32Array; // [size · size]
  readonly ab: Float32Array; // [size · size, 2]
  readonly size: number;
}

/** What is weighed. */
export interface DecodingGrid {
  readonly temperatures: readonly number[];
  readonly coherences: readonly number[];
  /** Null: what brings the chroma to that at which ways are compared. */
  readonly saturation: number | null;
}

/** Pixels in a side of a cell: colours are needed no finer, and a photo has 16 times fewer of them. */
const CELL = 4;

/** The cells of a photo, as they are and as each way to decode has them. */
interface Cells {
  readonly truth: Float32Array; // [n, 2]
  readonly weights: Float64Array; // [n], in the balanced AuC
  readonly decoded: readonly Float32Array[]; // in the order of the grid, before saturation
}

/** What ways to decode are weighed by. */
export interface Weighing {
  readonly grid: DecodingGrid;
  /** What true colours, ab [n, 2], weigh in the balanced AuC. */
  weigh(ab: Float32Array): Float64Array;
  /**
   * Of all photos there are: a few of them are more or less colourful than the others by a third, whatever a network
   * makes of them.
   */
  readonly meanChroma: number;
}

/**
 * What each way to decode scores on photos, coherence by coherence and in each temperature by temperature. Measured
 * on cells of 4 × 4 pixels. Without photos none.
 */
export async function measureDecodings(
  model: Pick<Model, 'predict'>,
  photos: AsyncIterable<KnownPhoto>,
  { grid, weigh, meanChroma: chromaTruth }: Weighing,
): Promise<readonly MeasuredDecoding[]> {
  const all: Cells[] = [];
  for await (const photo of photos) {
    const cells = await decodeCells(model, photo, grid);
    all.push({ ...cells, weights: weigh(cells.truth) });
  }
  if (all.length === 0) return [];
  const ways = grid.coherences.flatMap((coherence) =>
    grid.temperatures.map((temperature) => ({ temperature, coherence })),
  );
  return ways.map((way, i) => {
    const chroma =
      sumOf(all.map(({ decoded }) => meanChroma(cellsAt(decoded, i)))) / all.length / chromaTruth;
    const saturation = grid.saturation ?? saturate(chroma);
    const errors = all.map(({ truth, weights, decoded }) =>
      measureAb(
        cellsAt(decoded, i).map((value) => saturation * value),
        truth,
        weights,
      ),
    );
    const score = aucBalanced(mergeErrors(errors));
    return { ...way, saturation, aucBalanced: score, chromaRatio: saturation * chroma };
  });
}

async function decodeCells(
  model: Pick<Model, 'predict'>,
  { lightness, ab, size }: KnownPhoto,
  { temperatures, coherences }: DecodingGrid,
): Promise<Omit<Cells, 'weights'>> {
  const of = { width: size, height: size };
  const side = Math.ceil(size / CELL);
  const pixels = await model.predict(lightness, size, size, temperatures);
  const guide = poolPlane(lightness, 1, of, CELL);
  const cells = pixels.map((coloured) => poolPlane(coloured, 2, of, CELL));
  return {
    truth: poolPlane(ab, 2, of, CELL),
    decoded: coherences.flatMap((coherence) =>
      cells.map((values) => cohere({ values, across: side, down: side, channels: 2 }, guide, coherence)),
    ),
  };
}

function cellsAt(decoded: readonly Float32Array[], i: number): Float32Array {
  const cells = decoded[i];
  if (cells === undefined) throw new Error(`Internal error: expected cells of the way ${i}`);
  return cells;
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
