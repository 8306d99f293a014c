import type { CurveRow } from '../checkpoints/curve-row.ts';
import type { TrainSettings } from '../settings/train-settings.ts';

/** Whether all epochs are done, or `patience` of them have passed without a lower validation loss. */
export function isOver(curves: readonly CurveRow[], { epochs, patience }: TrainSettings): boolean {
  return curves.length >= epochs || (patience !== null && epochsSinceBest(curves) >= patience);
}

/** Epochs since the lowest validation loss; 0 where none is measured. */
function epochsSinceBest(curves: readonly CurveRow[]): number {
  const losses = curves.flatMap(({ validationLoss }) => validationLoss ?? []);
  return losses.length === 0 ? 0 : losses.length - 1 - losses.indexOf(Math.min(...losses));
}
