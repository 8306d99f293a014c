import type { NetworkDescription } from './article-network.ts';
import type { BackEnd } from './back-end.ts';

/**
 * One epoch of the learning curve, in nats. `loss` is the weighted mean of the soft cross-entropy over all
 * pixels, which training minimises; `kl` is what of it can be removed: loss − the labels' entropy, averaged
 * with the same weights.
 */
export interface CurveRow {
  readonly epoch: number; // from 1
  readonly step: number; // optimiser steps so far
  readonly patches: number; // patches seen so far
  readonly learningRate: number; // of the epoch's last step
  readonly trainLoss: number; // mean over the epoch, while the parameters moved
  readonly trainKl: number;
  readonly validationLoss: number | null; // at the epoch's end, of what would be kept; null without validation patches
  readonly validationKl: number | null;
}

export type TrainEvent =
  | {
      readonly type: 'started';
      readonly backEnd: BackEnd;
      readonly replicas: number;
      readonly network: NetworkDescription;
      readonly patches: number;
      readonly validationPatches: number;
      readonly epochs: number;
      /** Epochs without a lower validation loss after which it stops before the last one. */
      readonly patience: number | null;
      readonly steps: number;
      /** Whole epochs that a checkpoint brought along; 0 for a fresh start. */
      readonly resumedEpochs: number;
      /** Optimiser steps that it brought along, those of an unfinished epoch among them. */
      readonly resumedSteps: number;
    }
  /** A checkpoint that cannot be used; the one before it is, or none. */
  | { readonly type: 'checkpoint-damaged'; readonly reason: string }
  | {
      readonly type: 'step';
      readonly epoch: number;
      readonly epochs: number;
      readonly step: number;
      readonly steps: number;
      /** Mean loss since the last step event, and what of it exceeds the labels' entropy. */
      readonly loss: number;
      readonly kl: number;
      readonly patchesPerSecond: number;
    }
  | {
      readonly type: 'epoch';
      readonly row: CurveRow;
      readonly best: boolean;
      /** It was the last one, because patience ran out. */
      readonly stopsEarly: boolean;
    };
