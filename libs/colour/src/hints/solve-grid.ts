/**
 * A symmetric system over a grid of cells, each linked to its four neighbours: row i says
 * diagonal[i] · u[i] − Σ link[i, j] · u[j] = right-hand side. Links are not negative, and a diagonal is more than the
 * sum of its links, so that the system is positive definite, and no solution leaves the range of what pulls it.
 */
export interface GridSystem {
  readonly across: number;
  readonly diagonal: Float64Array; // [down, across]
  /** Links to the cell on the right; 0 in the last column. */
  readonly right: Float64Array; // [down, across]
  /** Links to the cell below; 0 in the last row. */
  readonly below: Float64Array; // [down, across]
}

/** The residual, in the norm of the preconditioner, falls to this share of the right-hand side. */
const RESIDUAL = 1e-6;
/** How much of what is left out of the factors goes to their diagonal, and its least share of the system's. Bridson 2008, section 4.3. */
const MODIFIED = 0.97;
const LEAST_DIAGONAL = 0.25;

/** Solves a system for several right-hand sides, each [down, across]. */
export function solveGrid(system: GridSystem, sides: readonly Float64Array[]): Float64Array[] {
  const inverses = factorGrid(system);
  return sides.map((side) => solve(system, inverses, side));
}

/** Conjugate gradients with the incomplete Cholesky factors as the preconditioner. */
function solve(system: GridSystem, inverses: Float64Array, side: Float64Array): Float64Array {
  const count = side.length;
  const solution = new Float64Array(count);
  const residual = side.slice();
  const better = new Float64Array(count);
  const image = new Float64Array(count);
  precondition(system, inverses, residual, better);
  const direction = better.slice();
  let size = multiply(residual, better);
  const enough = RESIDUAL ** 2 * size;
  for (let step = 0; size > enough; step++) {
    if (step > count)
      throw new Error(`Internal error: expected a solution in ${count} steps, but was at ${size}`);
    applyGrid(system, direction, image);
    const length = size / multiply(direction, image);
    for (let i = 0; i < count; i++) {
      solution[i] += length * direction[i];
      residual[i] -= length * image[i];
    }
    precondition(system, inverses, residual, better);
    const before = size;
    size = multiply(residual, better);
    for (let i = 0; i < count; i++) direction[i] = better[i] + (size / before) * direction[i];
  }
  return solution;
}

function multiply(one: Float64Array, other: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < one.length; i++) sum += one[i] * other[i];
  return sum;
}

function applyGrid(
  { across, diagonal, right, below }: GridSystem,
  u: Float64Array,
  image: Float64Array,
): void {
  for (let i = 0; i < u.length; i++) {
    let sum = diagonal[i] * u[i];
    if (i >= 1) sum -= right[i - 1] * u[i - 1];
    if (i >= across) sum -= below[i - across] * u[i - across];
    if (i + 1 < u.length) sum -= right[i] * u[i + 1];
    if (i + across < u.length) sum -= below[i] * u[i + across];
    image[i] = sum;
  }
}

/**
 * The modified incomplete Cholesky factors of level 0: (D + L) · D⁻¹ · (D + Lᵀ), with L what the system has below its
 * diagonal. → D⁻¹ [down, across]
 */
function factorGrid({ across, diagonal, right, below }: GridSystem): Float64Array {
  const inverses = new Float64Array(diagonal.length);
  for (let i = 0; i < inverses.length; i++) {
    let pivot = diagonal[i];
    if (i >= 1) pivot -= right[i - 1] * (right[i - 1] + MODIFIED * below[i - 1]) * inverses[i - 1];
    if (i >= across) {
      const upper = i - across;
      pivot -= below[upper] * (below[upper] + MODIFIED * right[upper]) * inverses[upper];
    }
    inverses[i] = 1 / (pivot < LEAST_DIAGONAL * diagonal[i] ? diagonal[i] : pivot);
  }
  return inverses;
}

function precondition(
  { across, right, below }: GridSystem,
  inverses: Float64Array,
  residual: Float64Array,
  better: Float64Array,
): void {
  const count = residual.length;
  for (let i = 0; i < count; i++) {
    let sum = residual[i];
    if (i >= 1) sum += right[i - 1] * better[i - 1];
    if (i >= across) sum += below[i - across] * better[i - across];
    better[i] = sum * inverses[i];
  }
  for (let i = count - 2; i >= 0; i--) {
    let sum = right[i] * better[i + 1];
    if (i + across < count) sum += below[i] * better[i + across];
    better[i] += sum * inverses[i];
  }
}
