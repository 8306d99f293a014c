import type { LearnerState } from './learner.ts';

/**
 * No training comes back from a mean loss above it, in nats: who knows nothing has ln Q, less than 7, and this takes
 * logits that are a million apart.
 */
const MOST_LOSS = 1e6;

/** Where a training is, and what its caller's settings can do about it, as "lower train.learningRate". */
export interface Divergence {
  /** Optimiser steps so far. */
  readonly step: number;
  readonly remedy: string;
}

/** Throws with the first of the steps up to `step` whose mean loss, in nats, is no loss of a training any more. */
export function checkLosses(losses: Float32Array, { step, remedy }: Divergence): void {
  const first = losses.findIndex((loss) => !isLoss(loss));
  if (first >= 0) throw diverged(step - losses.length + 1 + first, 'loss', losses[first], remedy);
}

/** The same for the mean loss of pictures that are only measured, after `step`. */
export function checkMeasuredLoss(
  loss: number,
  measured: 'training' | 'validation',
  { step, remedy }: Divergence,
): void {
  if (!isLoss(loss)) throw diverged(step, `${measured} loss`, loss, remedy);
}

/**
 * Throws where `step` has left a state from which nothing can be learnt. The loss, in nats, may be finite still: it is
 * of before the step, and TensorFlow's ReLU takes NaN for 0.
 */
export function checkState(
  { parameters, adam, average = new Float32Array() }: LearnerState,
  loss: number,
  { step, remedy }: Divergence,
): void {
  for (const vector of [parameters, adam.m, adam.v, average])
    for (const value of vector)
      if (!Number.isFinite(value))
        throw new Error(
          `train: step ${step}: expected finite parameters and moments, got ${value} after a loss of ${loss}; ${remedy}`,
        );
}

function isLoss(loss: number): boolean {
  return loss <= MOST_LOSS; // NaN is not
}

function diverged(step: number, what: string, loss: number | undefined, remedy: string): Error {
  const [expected, got] = Number.isFinite(loss)
    ? [`a ${what} of at most ${MOST_LOSS} nats`, loss?.toExponential(1)]
    : [`a finite ${what}`, loss];
  return new Error(`train: step ${step}: expected ${expected}, got ${got}; ${remedy}`);
}
