import { MEASURES } from '@tintype/colour';
import type { CurvesRows } from '@tintype/records';

import type { TrainStageSettings } from '../schemas/train.ts';

interface Measured extends Pick<CurvesRows, 'epoch' | 'validationAuc'> {
  /** Of the model that training started from; null where it started from none. */
  readonly startAuc: number | null;
}

/** The epoch whose parameters the model has; 0 where it is the model that training started from. */
export function findKept(measured: Measured, keep: TrainStageSettings['keep']): number {
  const last = measured.epoch.at(-1) ?? 0;
  return keep === 'best' ? (findBest(measured)?.epoch ?? last) : last;
}

/** Raw AuC of the decoded validation patches after an epoch; null where it was not measured. */
export function findAuc(measured: Measured, wanted: number): number | null {
  return listAucs(measured).find(({ epoch }) => epoch === wanted)?.auc ?? null;
}

/** Which epoch was kept and what speaks for it or against it, in words; it is that of `findKept`. */
export function describeKept(measured: Measured, kept: number): string {
  const best = findBest(measured);
  if (best === null) return 'kept the last one';
  const aucOf = (wanted: number) => findAuc(measured, wanted)?.toFixed(MEASURES.auc.digits);
  const on = `AuC ${aucOf(kept)} on validation photos`;
  if (best.epoch !== kept) return `kept the last one: ${on}, ${nameOf(best.epoch)} had ${aucOf(best.epoch)}`;
  if (kept === 0) return `kept the model that it started from: ${on}, no epoch had more`;
  const others = kept === measured.epoch.at(-1) ? 'none had more' : 'later ones were no better';
  const before = measured.startAuc === null ? '' : `, ${aucOf(0)} at the start`;
  return `kept epoch ${kept}: ${on}, ${others}${before}`;
}

function nameOf(epoch: number): string {
  return epoch === 0 ? 'the model that it started from' : `epoch ${epoch}`;
}

/** The earliest with the highest AuC; null where none was measured. */
function findBest(measured: Measured): { readonly epoch: number; readonly auc: number } | null {
  const aucs = listAucs(measured);
  const highest = Math.max(...aucs.map(({ auc }) => auc));
  return aucs.find(({ auc }) => auc === highest) ?? null;
}

function listAucs({ epoch, validationAuc, startAuc }: Measured) {
  const epochs = Array.from(epoch, (number, row) => ({ epoch: number, auc: validationAuc[row] ?? NaN }));
  const all = startAuc === null ? epochs : [{ epoch: 0, auc: startAuc }, ...epochs];
  return all.filter(({ auc }) => !Number.isNaN(auc));
}
