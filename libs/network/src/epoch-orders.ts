import type { BatchPlan } from './batch.ts';
import { trainingOrder, validationOrder } from './batch-order.ts';
import { cropOf } from './crop.ts';
import { meanWeights } from './patch-weights.ts';
import type { TrainOptions } from './train.ts';

/** What a training shows, epoch by epoch. */
export interface EpochOrders {
  /** The batches of an epoch, from 1. */
  training(epoch: number): BatchPlan[];
  readonly validation: readonly BatchPlan[];
}

/** Reads all training patches once where `balance` asks how rare their colours are. */
export async function epochOrders({ settings, gamut, weights, data }: TrainOptions): Promise<EpochOrders> {
  const { balance = 0 } = settings;
  const crop = cropOf(settings, data.train);
  const means = balance === 0 ? null : await meanWeights(data.train, gamut, weights);
  const odds = means?.map((mean) => mean ** balance) ?? null;
  return {
    training: (epoch) => trainingOrder(data.train.count, settings, epoch, { crop, odds }),
    validation: validationOrder(data.validation.count, settings, crop),
  };
}
