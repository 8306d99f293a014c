import { STEP } from './link-cells.ts';
import { measureUnlikeness, type Surfaces } from './surfaces.ts';

/** A colour that a person gave a cell. */
export interface CellHint {
  /** Row · across + column. */
  readonly cell: number;
  readonly a: number;
  readonly b: number;
}

/** What pulls cells to hints, and the same times the hints' a and b. */
export interface Pulls {
  readonly strength: Float64Array; // [down, across]
  readonly a: Float64Array;
  readonly b: Float64Array;
}

/** A hint pulls its cell far more than any link does … */
const PIN = 1000;
/** … and those around that are like it as much as a full link, because from a single cell little flows in a plane. */
const BRUSH_REACH = 4;
const BRUSH_SIGMA = 2;
const BRUSH_LIKENESS = 4;

/** What pulls the hinted cells and those around. */
export function pullCells(surfaces: Surfaces, hints: readonly CellHint[]): Pulls {
  const count = surfaces.lightness.length;
  const pulls = { strength: new Float64Array(count), a: new Float64Array(count), b: new Float64Array(count) };
  for (const hint of hints) {
    pull(pulls, hint.cell, hint, PIN);
    brush(surfaces, hint, pulls);
  }
  return pulls;
}

function brush(surfaces: Surfaces, hint: CellHint, pulls: Pulls): void {
  const { across, down } = surfaces;
  const x = hint.cell % across;
  const y = (hint.cell - x) / across;
  for (let row = Math.max(0, y - BRUSH_REACH); row <= Math.min(down - 1, y + BRUSH_REACH); row++)
    for (
      let column = Math.max(0, x - BRUSH_REACH);
      column <= Math.min(across - 1, x + BRUSH_REACH);
      column++
    ) {
      const cell = row * across + column;
      const unlike = measureUnlikeness(surfaces, [cell, hint.cell], STEP);
      const away = ((column - x) ** 2 + (row - y) ** 2) / (2 * BRUSH_SIGMA ** 2);
      pull(pulls, cell, hint, Math.exp(-BRUSH_LIKENESS * unlike - away));
    }
}

/** Pulls a cell to a colour besides what pulls it already. */
export function pull(
  { strength, a, b }: Pulls,
  cell: number,
  colour: { readonly a: number; readonly b: number },
  by: number,
): void {
  strength[cell] += by;
  a[cell] += by * colour.a;
  b[cell] += by * colour.b;
}
