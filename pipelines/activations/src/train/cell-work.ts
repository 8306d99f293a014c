import type { z } from 'zod';

import type { networkSchema } from './review-cells.ts';

/** Pictures of each split, the pixels of their sides, and their classes. */
export type PictureAmounts = Readonly<Record<'train' | 'validation' | 'test' | 'side' | 'classes', number>>;

export interface CellSettings {
  readonly network: z.output<typeof networkSchema>;
  readonly epochs: number;
  readonly batch: number;
  readonly measured: number;
}

/** A step of Adam reads and writes each parameter and its two moments: as long as some 50 multiply–adds. */
const PER_PARAMETER = 50;

/**
 * Of training one network, in multiply–adds: forwards, twice as much backwards, and a step for each batch; after each
 * epoch the validation pictures and as many of training are measured as the settings say.
 */
export function cellWork(
  { network, epochs, batch, measured }: CellSettings,
  { train, validation, side, classes }: PictureAmounts,
): number {
  const { multiplyAdds, parameters } = costOf(network, side, classes);
  const steps = Math.ceil(train / batch);
  const watched = validation + Math.min(measured, train);
  return epochs * (multiplyAdds * (3 * train + watched) + PER_PARAMETER * parameters * steps);
}

function costOf(
  network: CellSettings['network'],
  side: number,
  classes: number,
): { readonly multiplyAdds: number; readonly parameters: number } {
  let [multiplyAdds, parameters, inputs, rows] = [0, 0, 1, side];
  for (const filters of network.kind === 'convolutional' ? network.filters : []) {
    multiplyAdds += 9 * inputs * filters * rows ** 2;
    parameters += 9 * inputs * filters;
    [inputs, rows] = [filters, Math.floor(rows / 2)]; // a max pool halves it
  }
  inputs *= rows ** 2;
  for (const units of [...network.hidden, classes]) {
    multiplyAdds += inputs * units;
    parameters += inputs * units;
    inputs = units;
  }
  return { multiplyAdds, parameters };
}
