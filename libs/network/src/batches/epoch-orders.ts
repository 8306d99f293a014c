import type { Gamut } from '@tintype/colour';

import type { TrainSettings } from '../settings/train-settings.ts';
import type { BatchPlan } from './batch.ts';
import { trainingOrder, validationOrder } from './batch-order.ts';
import { cropOf } from './crop.ts';
import type { PatchSource } from './patch-source.ts';
import { meanWeights } from './patch-weights.ts';

/** The patches of a training and what decides how often each of them is shown. */
export interface ShownPatches {
  readonly settings: TrainSettings;
  readonly gamut: Gamut;
  /** The class weight of each bin. [Q] */
  readonly weights: Float32Array;
  readonly data: { readonly train: PatchSource; readonly validation: PatchSource };
}

/** What a training shows, epoch by epoch. */
export interface EpochOrders {
  /** The batches of an epoch, from 1. */
  training(epoch: number): BatchPlan[];
  readonly validation: readonly BatchPlan[];
}

/** Reads all training patches once where `balance` asks how rare their colours are. */
export async function epochOrders({ settings, gamut, weights, data }: ShownPatches): Promise<EpochOrders> {
  const { balance } = settings;
  const crop = cropOf(settings, data.train);
  const means = balance === 0 ? null : await meanWeights(data.train, gamut, weights);
  const odds = means?.map((mean) => mean ** balance) ?? null;
  return {
    training: (epoch) => trainingOrder(data.train.count, settings, epoch, { crop, odds }),
    validation: validationOrder(data.validation.count, settings, crop),
  };
}
