import type { StripeComputer } from '@tintype/colorize';
import type { ColourLattice } from '@tintype/colour';

/** Keeps the lattice of cells as long as these are kept: painting them again, at another saturation, needs no new one. */
export function rememberLattices(computer: StripeComputer): StripeComputer {
  const known = new WeakMap<Float32Array, Promise<ColourLattice>>();
  return {
    ...computer,
    buildLattice(task) {
      const { ab } = task.cells;
      const lattice = known.get(ab) ?? computer.buildLattice(task);
      known.set(ab, lattice);
      return lattice;
    },
  };
}
