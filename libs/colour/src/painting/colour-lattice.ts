/** The ab that a network predicts, one for each cell of a coarse grid, with the lightness of the cell. */
export interface ColourCells {
  readonly ab: Float32Array; // [down, across, 2]
  readonly lightness: Float32Array; // [down, across], the mean L 0..100 of what lies under the cell
  readonly across: number;
  readonly down: number;
}

/** For every cell and level of lightness the ab that a pixel there has. */
export interface ColourLattice {
  readonly ab: Float32Array; // [down, across, LEVELS, 2]
  readonly across: number;
  readonly down: number;
}

/** Levels 0, 5, … 100 of lightness. */
export const LEVELS = 21;
export const LEVEL_STEP = 5;

/** Cells on every side that a cell listens to, and how much less to farther ones. */
const REACH = 2;
const SIGMA_SPACE = 1;
/** Rows that a row listens to, itself among them: 2 · REACH + 1. */
const ROWS = 5;
/** How much those count that are one cell away, and two. */
const NEAR = /* @__PURE__ */ nearness(1);
const FAR = /* @__PURE__ */ nearness(2);
/** Units of L within which cells count as the same surface. */
const SIGMA_RANGE = 6;
/** From level to level, the ratio of a Gaussian to that at the level below is multiplied by this. */
const FALL = /* @__PURE__ */ fallOfRatio();
/** What every cell counts at least, as a share: where no cell near by is alike, all are averaged. */
const LEAST = 1e-6;
/** Numbers that are summed for a cell: three for each level. */
const SUMS = 63;

/**
 * Joint bilateral upsampling (Kopf et al. 2007) for every lightness that a pixel may have: the mean ab of the cells
 * around, weighted by nearness and by likeness of lightness. So a pixel takes its colour from its own side of an
 * edge. The weighted mean is computed once for each cell and level, as in a bilateral grid (Chen et al. 2007), and
 * read in between, so its cost does not grow with the picture. `isShared` lays it into memory that threads share.
 */
export function buildLattice(
  cells: ColourCells,
  { isShared = false }: { readonly isShared?: boolean } = {},
): ColourLattice {
  const { across, down } = cells;
  const bytes = 4 * down * across * LEVELS * 2;
  const lattice = new Float32Array(isShared ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes));
  const row = new Float64Array((across + 2 * REACH) * SUMS); // with cells on both sides that say nothing
  const nothing = new Float64Array(across * SUMS);
  const kept = Array.from({ length: ROWS }, () => new Float64Array(across * SUMS)); // in turn
  const rowAt = (y: number) => (y < 0 || y >= down ? nothing : kept[y % ROWS]);
  for (let y = -REACH; y < down; y++) {
    const next = y + REACH;
    if (next < down) {
      writeRow(cells, next, row);
      writeNear(
        [0, 1, 2, 3, 4].map((cell) => row.subarray(cell * SUMS)),
        rowAt(next),
      );
    }
    if (y >= 0) writeMeans([y - 2, y - 1, y, y + 1, next].map(rowAt), lattice, y * across * LEVELS * 2);
  }
  return { ab: lattice, across, down };
}

/** What every cell of a row says. → [REACH + across + REACH, LEVELS, 3] */
function writeRow({ ab, lightness, across }: ColourCells, y: number, row: Float64Array): void {
  for (let x = 0; x < across; x++) {
    const cell = y * across + x;
    writeSums(row, (x + REACH) * SUMS, { L: lightness[cell], a: ab[2 * cell], b: ab[2 * cell + 1] });
  }
}

/**
 * What a cell says for each level: likeness, likeness · a, likeness · b. The Gaussian of a level is that of the level
 * below times a ratio that itself falls by a constant, so two exponentials serve all levels.
 */
function writeSums(sums: Float64Array, at: number, { L, a, b }: { L: number; a: number; b: number }): void {
  let gaussian = Math.exp(-0.5 * (L / SIGMA_RANGE) ** 2);
  let ratio = Math.exp((LEVEL_STEP * (L - LEVEL_STEP / 2)) / SIGMA_RANGE ** 2);
  for (let i = at; i < at + SUMS; i += 3) {
    const likeness = LEAST + gaussian;
    sums[i] = likeness;
    sums[i + 1] = likeness * a;
    sums[i + 2] = likeness * b;
    gaussian *= ratio;
    ratio *= FALL;
  }
}

function fallOfRatio(): number {
  return Math.exp(-((LEVEL_STEP / SIGMA_RANGE) ** 2));
}

function nearness(cells: number): number {
  return Math.exp(-0.5 * (cells / SIGMA_SPACE) ** 2);
}

/** The five of a line, weighted by nearness to the third; nearness is the product of that in rows and in columns. */
function writeNear([a, b, c, d, e]: readonly Float64Array[], sums: Float64Array): void {
  for (let i = 0; i < sums.length; i++) sums[i] = c[i] + NEAR * (b[i] + d[i]) + FAR * (a[i] + e[i]);
}

/** The same of five rows, of which the means are the row of the lattice that begins at `to`. */
function writeMeans([a, b, c, d, e]: readonly Float64Array[], lattice: Float32Array, to: number): void {
  for (let i = 0; i < c.length; i += 3, to += 2) {
    const weight = c[i] + NEAR * (b[i] + d[i]) + FAR * (a[i] + e[i]);
    const j = i + 1;
    const k = i + 2;
    lattice[to] = (c[j] + NEAR * (b[j] + d[j]) + FAR * (a[j] + e[j])) / weight;
    lattice[to + 1] = (c[k] + NEAR * (b[k] + d[k]) + FAR * (a[k] + e[k])) / weight;
  }
}
