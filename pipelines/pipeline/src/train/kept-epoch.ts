import { MEASURES } from '@tintype/colour';
import type { CurvesRows } from '@tintype/records';

import type { TrainStageSettings } from '../schemas/train.ts';

type Measured = Pick<CurvesRows, 'epoch' | 'validationAuc'>;

/** The row of the epoch whose parameters the model has. */
export function findKept({ epoch, validationAuc }: Measured, keep: TrainStageSettings['keep']): number {
  const best = findBest({ validationAuc });
  return keep === 'best' && best >= 0 ? best : epoch.length - 1;
}

/** Which epoch was kept and what speaks for it or against it, in words; a row is that of `findKept`. */
export function describeKept({ epoch, validationAuc }: Measured, kept: number): string {
  const best = findBest({ validationAuc });
  if (best < 0) return 'kept the last one';
  const aucOf = (row: number) => validationAuc[row]?.toFixed(MEASURES.auc.digits);
  const on = `${aucOf(kept)} on validation photos`;
  if (best !== kept) return `kept the last one: AuC ${on}, epoch ${epoch[best]} had ${aucOf(best)}`;
  const others = kept === epoch.length - 1 ? 'none had more' : 'later ones were no better';
  return `kept epoch ${epoch[kept]}: AuC ${on}, ${others}`;
}

/** The row of the highest AuC; −1 where none was measured. */
function findBest({ validationAuc }: Pick<Measured, 'validationAuc'>): number {
  return validationAuc.indexOf(Math.max(...validationAuc));
}
