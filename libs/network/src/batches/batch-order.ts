import { drawWeighted, type Rng, rngFrom, shuffled } from '@tintype/colour';

import type { TrainSettings } from '../settings/train-settings.ts';
import type { BatchPlan } from './batch.ts';
import type { Crop } from './crop.ts';
import { wearOrder } from './wear-order.ts';

/** What an order depends on beside the settings; null where patches are shown whole, and equally often. */
export interface OrderInputs {
  readonly crop: Crop | null;
  /** How likely each patch is to be drawn, up to a factor. [count] */
  readonly odds: Float64Array | null;
}

/**
 * One epoch's batches: every patch once, or as many draws by their `odds`, in an order, mirrored, cut, exposed
 * and worn in ways that follow from the seed, the epoch and the place in that order alone.
 */
export function trainingOrder(
  count: number,
  settings: TrainSettings,
  epoch: number,
  { crop, odds }: OrderInputs = { crop: null, odds: null },
): BatchPlan[] {
  const rngOf = (what: string) => rngFrom(what, settings.seed, epoch);
  const rows =
    odds === null ? shuffled(count, rngOf('shuffle')) : drawWeighted(odds, count, rngOf('balance'));
  const mirror = rngOf('mirror');
  const mirrored = Uint8Array.from({ length: count }, () => (settings.mirror && mirror() < 0.5 ? 1 : 0));
  const corners = cornersOf(count, crop, rngOf('crop'));
  const stops = stopsOf(count, settings, rngOf('exposure'));
  const wear = wearOrder(count, settings, epoch);
  const shown = { ...(corners && { corners }), ...(stops && { stops }), ...(wear && { wear }) };
  return byBatch({ rows, mirrored, ...shown }, settings.batch);
}

/** The same validation patches after every epoch, in rising order of rows, and of each the centre. */
export function validationOrder(
  count: number,
  settings: TrainSettings,
  crop: Crop | null = null,
): BatchPlan[] {
  const rows = shuffled(count, rngFrom('validation', settings.seed))
    .slice(0, settings.validationPatches)
    .sort();
  const corners = cornersOf(rows.length, crop, () => 0.5);
  return byBatch(
    { rows, mirrored: new Uint8Array(rows.length), ...(corners && { corners }) },
    settings.batch,
  );
}

/** Uniform over all places in height and width; .5 is the centre. [count, 2] */
function cornersOf(count: number, crop: Crop | null, rng: Rng): Int32Array | null {
  if (crop === null) return null;
  return Int32Array.from({ length: 2 * count }, () => Math.floor(rng() * crop.places));
}

/** Uniform between −exposure and +exposure. [count] */
function stopsOf(count: number, { augment }: TrainSettings, rng: Rng): Float32Array | null {
  const { exposure } = augment;
  if (exposure === 0) return null;
  return Float32Array.from({ length: count }, () => exposure * (2 * rng() - 1));
}

function byBatch({ rows, mirrored, corners, stops, wear }: BatchPlan, batch: number): BatchPlan[] {
  return Array.from({ length: Math.ceil(rows.length / batch) }, (_, i) => {
    const [from, to] = [i * batch, (i + 1) * batch];
    return {
      rows: rows.subarray(from, to),
      mirrored: mirrored.subarray(from, to),
      ...(corners && { corners: corners.subarray(2 * from, 2 * to) }),
      ...(stops && { stops: stops.subarray(from, to) }),
      ...(wear && { wear: wear.slice(from, to) }),
    };
  });
}
