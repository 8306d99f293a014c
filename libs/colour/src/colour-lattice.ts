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
/** Units of L within which cells count as the same surface. */
const SIGMA_RANGE = 6;
/** What every cell counts at least, as a share: where no cell near by is alike, all are averaged. */
const LEAST = 1e-6;
/** Numbers that are summed for a cell: three for each level. */
const SUMS = 63;

/**
 * Joint bilateral upsampling (Kopf et al. 2007) for every lightness that a pixel may have: the mean ab of the cells
 * around, weighted by nearness and by likeness of lightness. So a pixel takes its colour from its own side of an
 * edge. The weighted mean is computed once for each cell and level, as in a bilateral grid (Chen et al. 2007), and
 * read in between, so its cost does not grow with the picture.
 */
export function latticeOf(cells: ColourCells): ColourLattice {
  const { across, down } = cells;
  const lattice = new Float32Array(down * across * LEVELS * 2);
  const kept = Array.from({ length: 2 * REACH + 1 }, () => new Float64Array(across * SUMS)); // rows, in turn
  const rowAt = (y: number) => kept[y % kept.length];
  const sums = new Float64Array(across * SUMS);
  for (let y = -REACH; y < down; y++) {
    if (y + REACH < down) sumAcross(cells, y + REACH, rowAt(y + REACH));
    if (y < 0) continue;
    sums.fill(0);
    for (let v = Math.max(0, y - REACH); v <= Math.min(down - 1, y + REACH); v++)
      addNear(sums, 0, rowAt(v), nearness(v - y));
    writeMeans(sums, lattice, y * across * LEVELS * 2);
  }
  return { ab: lattice, across, down };
}

/** For each cell of a row what those around it in the row say; nearness is the product of that in rows and columns. */
function sumAcross({ ab, lightness, across }: ColourCells, y: number, sums: Float64Array): void {
  sums.fill(0);
  const own = new Float64Array(SUMS);
  for (let u = 0; u < across; u++) {
    const cell = y * across + u;
    writeSums(own, lightness[cell], ab[2 * cell], ab[2 * cell + 1]);
    for (let x = Math.max(0, u - REACH); x <= Math.min(across - 1, u + REACH); x++)
      addNear(sums, x * SUMS, own, nearness(u - x));
  }
}

/** What a cell says for each level: [LEVELS, 3] = likeness, likeness · a, likeness · b. */
function writeSums(sums: Float64Array, lightness: number, a: number, b: number): void {
  for (let level = 0; level < LEVELS; level++) {
    const apart = (level * LEVEL_STEP - lightness) / SIGMA_RANGE;
    const likeness = LEAST + Math.exp(-0.5 * apart * apart);
    sums[3 * level] = likeness;
    sums[3 * level + 1] = likeness * a;
    sums[3 * level + 2] = likeness * b;
  }
}

function addNear(sums: Float64Array, at: number, from: Float64Array, near: number): void {
  for (let i = 0; i < from.length; i++) sums[at + i] += near * from[i];
}

function nearness(cells: number): number {
  return Math.exp(-0.5 * (cells / SIGMA_SPACE) ** 2);
}

function writeMeans(sums: Float64Array, lattice: Float32Array, at: number): void {
  for (let i = 0, to = at; i < sums.length; i += 3, to += 2) {
    lattice[to] = sums[i + 1] / sums[i];
    lattice[to + 1] = sums[i + 2] / sums[i];
  }
}
