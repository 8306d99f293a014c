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
  /** AuC of the validation patches' colours as they are decoded, 0..1; the best epoch is the one where it is highest. */
  readonly validationAuc: number | null;
}
