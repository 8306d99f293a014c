import type { Batch } from '../src/batches/batch.ts';
import type { Learner } from '../src/optimise/learner.ts';

/** Whole optimiser steps per second over about the given seconds, after one that warms up. */
export async function stepRate(
  learner: Learner,
  batch: Batch,
  { learningRate, seconds }: { readonly learningRate: number; readonly seconds: number },
): Promise<number> {
  await stepOnce(learner, batch, learningRate);
  const start = performance.now();
  let steps = 0;
  for (; performance.now() - start < 1000 * seconds; steps++) await stepOnce(learner, batch, learningRate);
  return (1000 * steps) / (performance.now() - start);
}

async function stepOnce(learner: Learner, batch: Batch, learningRate: number): Promise<void> {
  const loss = await learner.step(batch, learningRate);
  await loss.data();
  loss.dispose();
}
