import type { CurveRow } from '../checkpoints/curve-row.ts';
import type { TrainSettings } from '../settings/train-settings.ts';

/** Whether all epochs are done, or `patience` of them have passed without better validation colours. */
export function isOver(curves: readonly CurveRow[], { epochs, patience }: TrainSettings): boolean {
  return curves.length >= epochs || (patience !== null && epochsSinceBest(curves) >= patience);
}

/** Epochs since the highest AuC of validation patches; 0 where none is measured. */
function epochsSinceBest(curves: readonly CurveRow[]): number {
  const measured = curves.flatMap(({ validationAuc }) => validationAuc ?? []);
  return measured.length === 0 ? 0 : measured.length - 1 - measured.indexOf(Math.max(...measured));
}
