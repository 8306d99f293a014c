import { rngFrom, shuffled } from '@tintype/colour';

import type { BatchPlan } from './batch.ts';
import type { TrainSettings } from './settings.ts';

/** One epoch's batches: every patch once, in an order and with mirrorings that follow from seed and epoch alone. */
export function trainingOrder(count: number, settings: TrainSettings, epoch: number): BatchPlan[] {
  const order = shuffled(count, rngFrom('shuffle', settings.seed, epoch));
  const mirror = rngFrom('mirror', settings.seed, epoch);
  const mirrored = Uint8Array.from({ length: count }, () => (settings.mirror && mirror() < 0.5 ? 1 : 0));
  return byBatch(order, mirrored, settings.batch);
}

/** The same validation patches after every epoch, in rising order of rows. */
export function validationOrder(count: number, settings: TrainSettings): BatchPlan[] {
  const chosen = shuffled(count, rngFrom('validation', settings.seed))
    .slice(0, settings.validationPatches)
    .sort();
  return byBatch(chosen, new Uint8Array(chosen.length), settings.batch);
}

function byBatch(rows: Int32Array, mirrored: Uint8Array, batch: number): BatchPlan[] {
  return Array.from({ length: Math.ceil(rows.length / batch) }, (_, i) => ({
    rows: rows.subarray(i * batch, (i + 1) * batch),
    mirrored: mirrored.subarray(i * batch, (i + 1) * batch),
  }));
}
