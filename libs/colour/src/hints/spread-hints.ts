import type { ColourCells } from '../painting/colour-lattice.ts';
import { linkCells, pullLinked } from './link-cells.ts';
import { type CellHint, pull, pullCells, type Pulls } from './pull-cells.ts';
import { type GridSystem, solveGrid } from './solve-grid.ts';
import { measureUnlikeness, type Surfaces, type Tolerance } from './surfaces.ts';

// The constants here and beside were chosen by eye: 24 places (grass, skies, coats, walls, a cup, a car …) of 13 photos.

/** From a hint's cell to any other: a surface is lit unevenly, and the network's opinion of it changes. */
const KIND: Tolerance = { variance: 10 ** 2, belief: 0.4 };
/** Below the first a cell is of a hint's kind, from the second on it is not. Beyond the third nothing changes. */
const OF_KIND = 0.5;
const OF_ANOTHER = 2.5;
const UNLIKE = 4;
/** What pulls a cell to its prediction: almost nothing where it is of a hint's kind, so that a sky is filled … */
const FREE = 1e-6;
/** … and as much as a fifth of a full link where it is not, so that a colour ends within a few cells. */
const HELD = 0.2;
/** Influence that counts as none, and as all: it is ten times less far away in a surface, and less still beyond edges. */
const NONE = 0.01;
const ALL = 0.08;
/** How strongly a cell leans to the hints that it is like, beside links of 1: it decides where all hints come over edges. */
const LEANING = 0.0003;
/** Of two hints, how much more a cell leans to the one that it is more like … */
const LIKING = 2;
/** … and to the nearer one: as much to one so many cells away as half to one beside. */
const NEAR = 4;

/**
 * Lets hints spread to where they belong: over cells of like lightness, texture and prediction, up to their edges.
 *
 * As in Levin, Lischinski & Weiss 2004 ("Colorization using optimization") neighbours want the same, by how alike they
 * are, and the prediction is the prior. It is asked twice. How far do hints reach: Σ link (u_i − u_j)² + Σ pull
 * (u − 1)² + Σ hold u² is least. Which hint is it there: Σ link (u_i − u_j)² + Σ pull (u − hint)² is least, where cells
 * lean besides to the hints that they are like, as random walkers do with priors (Grady 2005). All weights are
 * positive, so no colour leaves the hull of prediction and hints. Without hints the cells are given back as they are.
 */
export function spreadHints(cells: ColourCells, surfaces: Surfaces, hints: readonly CellHint[]): ColourCells {
  if (hints.length === 0) return cells;
  checkHints(hints, cells);
  const unlike = hints.map(({ cell }) => compareTo(surfaces, cell));
  const links = linkCells(surfaces);
  const mean = { a: meanOf(hints.map(({ a }) => a)), b: meanOf(hints.map(({ b }) => b)) };
  // Beyond their mean a single hint wants exactly nothing, so that nothing is solved for it.
  const beyond = hints.map(({ cell, a, b }) => ({ cell, a: a - mean.a, b: b - mean.b }));
  const pulls = pullCells(surfaces, beyond);
  const shares = measureReach(links, surfaces, pulls, unlike);
  const [a, b] = mixHints(links, { surfaces, hints: beyond, pulls, unlike, shares });
  const ab = cells.ab.slice();
  for (let cell = 0; cell < shares.length; cell++) {
    ab[2 * cell] += shares[cell] * (mean.a + a[cell] - ab[2 * cell]);
    ab[2 * cell + 1] += shares[cell] * (mean.b + b[cell] - ab[2 * cell + 1]);
  }
  return { ...cells, ab };
}

function checkHints(hints: readonly CellHint[], { across, down }: ColourCells): void {
  for (const { cell, a, b } of hints) {
    const isThere = Number.isInteger(cell) && cell >= 0 && cell < across * down;
    if (!isThere || !Number.isFinite(a + b))
      throw new RangeError(
        `spreadHints: expected a finite colour in a cell of ${across} × ${down}, got (${a}, ${b}) in ${cell}`,
      );
  }
}

/** How unlike all cells are to one. */
function compareTo(surfaces: Surfaces, hinted: number): Float32Array {
  return surfaces.lightness.map((_, cell) => measureUnlikeness(surfaces, [cell, hinted], KIND, UNLIKE));
}

type Links = Pick<GridSystem, 'right' | 'below'>;

/** How far each cell is the hints', 0..1, whichever. */
function measureReach(
  links: Links,
  { across }: Surfaces,
  { strength }: Pulls,
  unlike: readonly Float32Array[],
): Float64Array {
  const held = strength.map((pulled, cell) => pulled + holdCell(unlike, cell));
  const [influence] = solveGrid(pullLinked(links, across, held), [strength]);
  return influence.map((reached) => riseBetween(NONE, ALL, reached));
}

/** How strongly a cell keeps to its prediction: the less, the more it is like the hint that it is most like. */
function holdCell(unlike: readonly Float32Array[], cell: number): number {
  let least = OF_ANOTHER;
  for (const to of unlike) least = Math.min(least, to[cell]);
  return FREE * (HELD / FREE) ** riseBetween(OF_KIND, OF_ANOTHER, least);
}

interface Reached {
  readonly surfaces: Surfaces;
  readonly hints: readonly CellHint[];
  readonly pulls: Pulls;
  readonly unlike: readonly Float32Array[];
  readonly shares: Float64Array;
}

/** The mix of the hints' colours that each cell has where it is theirs: a and b. */
function mixHints(links: Links, reached: Reached): Float64Array[] {
  const { strength, a, b } = leanCells(reached);
  return solveGrid(pullLinked(links, reached.surfaces.across, strength), [a, b]);
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** What pulls cells to hints, and besides to those that they are like, as far as they are the hints'. */
function leanCells({ surfaces, hints, pulls, unlike, shares }: Reached): Pulls {
  const leaning = { strength: pulls.strength.slice(), a: pulls.a.slice(), b: pulls.b.slice() };
  const likings = new Float64Array(hints.length);
  for (let cell = 0; cell < shares.length; cell++) {
    if (shares[cell] === 0) continue;
    let sum = 0;
    for (let h = 0; h < hints.length; h++) {
      likings[h] =
        Math.exp(-LIKING * Math.max(0, unlike[h][cell] - OF_KIND)) /
        (1 + measureWay(surfaces, cell, hints[h].cell) / NEAR ** 2);
      sum += likings[h];
    }
    for (let h = 0; h < hints.length; h++)
      pull(leaning, cell, hints[h], (LEANING * shares[cell] * likings[h]) / sum);
  }
  return leaning;
}

/** Between two cells, squared. */
function measureWay({ across }: Surfaces, one: number, other: number): number {
  const [x, u] = [one % across, other % across];
  return (x - u) ** 2 + ((one - x - other + u) / across) ** 2;
}

/** 0 up to `low`, 1 from `high` on, smooth between. */
function riseBetween(low: number, high: number, value: number): number {
  const part = Math.min(1, Math.max(0, (value - low) / (high - low)));
  return part * part * (3 - 2 * part);
}
