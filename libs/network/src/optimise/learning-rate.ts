import type { TrainSettings } from '../settings/train-settings.ts';

/** The learning rate of optimiser step `step` (0-based) of `steps`. */
export function learningRateAt(settings: TrainSettings, step: number, steps: number): number {
  const { learningRate, schedule, warmUp } = settings;
  if (schedule === 'constant') return learningRate;
  const warm = Math.ceil(warmUp * steps);
  if (step < warm) return (learningRate * (step + 1)) / warm;
  return learningRate * 0.5 * (1 + Math.cos((Math.PI * (step - warm)) / (steps - warm)));
}
