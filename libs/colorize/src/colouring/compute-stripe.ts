import {
  buildLattice,
  type ColourCells,
  type ColourLattice,
  type LightnessSums,
  paint,
  type Painting,
  shrinkLightness,
  type Size,
  type Stripe,
} from '@tintype/colour';

/** Work on some rows of a picture, or on the lattice that they are painted by; it needs nothing but what it is given. */
export type StripeTask = ShrinkTask | LatticeTask | PaintTask;

export interface ShrinkTask {
  readonly kind: 'shrink';
  readonly stripe: Stripe;
  readonly of: Size;
  readonly to: Size;
}

export interface LatticeTask {
  readonly kind: 'lattice';
  readonly cells: ColourCells;
  /** Whether all threads are to read the lattice where it lies. Default: no. */
  readonly isShared?: boolean;
}

export interface PaintTask {
  readonly kind: 'paint';
  readonly stripe: Stripe;
  readonly lattice: ColourLattice;
  readonly painting: Painting;
}

/** Where stripes are computed: in this thread, or in others. */
export interface StripeComputer {
  /** Stripes that are worth having under way at once. */
  readonly atOnce: number;
  shrink(task: ShrinkTask): Promise<LightnessSums>;
  buildLattice(task: LatticeTask): Promise<ColourLattice>;
  /** Paints the samples of the stripe themselves. */
  paint(task: PaintTask): Promise<void>;
}

/** Does a task: sums of lightness, a lattice, or null after painting. */
export function computeStripe(task: StripeTask): LightnessSums | ColourLattice | null {
  switch (task.kind) {
    case 'shrink':
      return shrinkLightness(task.stripe, task.of, task.to);
    case 'lattice':
      return buildLattice(task.cells, task);
    case 'paint':
      paint(task.stripe, task.lattice, task.painting);
      return null;
    default:
      return task satisfies never;
  }
}

/** In this thread, one after the other. */
export const computeHere: StripeComputer = {
  atOnce: 1,
  shrink: async ({ stripe, of, to }) => shrinkLightness(stripe, of, to),
  buildLattice: async (task) => buildLattice(task.cells, task),
  paint: async ({ stripe, lattice, painting }) => paint(stripe, lattice, painting),
};
