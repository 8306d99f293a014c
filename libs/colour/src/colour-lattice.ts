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

/**
 * Joint bilateral upsampling (Kopf et al. 2007) for every lightness that a pixel may have: the mean ab of the cells
 * around, weighted by nearness and by likeness of lightness. So a pixel takes its colour from its own side of an
 * edge. The weighted mean is computed once for each cell and level, as in a bilateral grid (Chen et al. 2007), and
 * read in between, so its cost does not grow with the picture.
 */
export function latticeOf({ ab, lightness, across, down }: ColourCells): ColourLattice {
  const likeness = likenessOf(lightness); // [down, across, LEVELS]
  const nearness = Float64Array.from({ length: REACH + 1 }, (_, d) =>
    Math.exp(-0.5 * (d / SIGMA_SPACE) ** 2),
  );
  const lattice = new Float32Array(down * across * LEVELS * 2);
  const sums = new Float64Array(LEVELS * 3);
  for (let y = 0; y < down; y++)
    for (let x = 0; x < across; x++) {
      sums.fill(0);
      for (let v = Math.max(0, y - REACH); v <= Math.min(down - 1, y + REACH); v++)
        for (let u = Math.max(0, x - REACH); u <= Math.min(across - 1, x + REACH); u++) {
          const near = nearness[Math.abs(v - y)] * nearness[Math.abs(u - x)];
          addCell(sums, near, { ab, likeness, cell: v * across + u });
        }
      writeMeans(sums, lattice, (y * across + x) * LEVELS * 2);
    }
  return { ab: lattice, across, down };
}

function likenessOf(lightness: Float32Array): Float32Array {
  const likeness = new Float32Array(lightness.length * LEVELS);
  for (let cell = 0; cell < lightness.length; cell++)
    for (let level = 0; level < LEVELS; level++) {
      const apart = (level * LEVEL_STEP - lightness[cell]) / SIGMA_RANGE;
      likeness[cell * LEVELS + level] = LEAST + Math.exp(-0.5 * apart * apart);
    }
  return likeness;
}

function addCell(
  sums: Float64Array,
  near: number,
  {
    ab,
    likeness,
    cell,
  }: { readonly ab: Float32Array; readonly likeness: Float32Array; readonly cell: number },
): void {
  const [a, b] = [ab[2 * cell], ab[2 * cell + 1]];
  for (let level = 0; level < LEVELS; level++) {
    const weight = near * likeness[cell * LEVELS + level];
    sums[3 * level] += weight;
    sums[3 * level + 1] += weight * a;
    sums[3 * level + 2] += weight * b;
  }
}

function writeMeans(sums: Float64Array, lattice: Float32Array, at: number): void {
  for (let level = 0; level < LEVELS; level++) {
    lattice[at + 2 * level] = sums[3 * level + 1] / sums[3 * level];
    lattice[at + 2 * level + 1] = sums[3 * level + 2] / sums[3 * level];
  }
}
