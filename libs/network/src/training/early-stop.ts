import type { CurveRow } from '../checkpoints/curve-row.ts';
import type { TrainSettings } from '../settings/train-settings.ts';
import type { Training } from './training.ts';

/** Whether all epochs are done, or `patience` of them have passed without better validation colours than before, those of the start included. */
export function isOver(
  { curves, startAuc }: Pick<Training, 'curves' | 'startAuc'>,
  { epochs, patience }: TrainSettings,
): boolean {
  return curves.length >= epochs || (patience !== null && epochsSinceBest(curves, startAuc) >= patience);
}

/** Epochs since the highest AuC of validation patches; 0 where none is measured. */
function epochsSinceBest(curves: readonly CurveRow[], startAuc: number | null): number {
  const measured = [startAuc, ...curves.map(({ validationAuc }) => validationAuc)].filter(
    (auc) => auc !== null,
  );
  return measured.length === 0 ? 0 : measured.length - 1 - measured.indexOf(Math.max(...measured));
}
