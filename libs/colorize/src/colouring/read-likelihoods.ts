import { binCount } from '@tintype/colour';

import type { Prediction } from './predict-colours.ts';

/** A colour that the network thinks a place may have. */
export interface Likelihood {
  /** The centre of a bin. */
  readonly a: number;
  readonly b: number;
  readonly probability: number;
}

/** A place of an upright picture, 0..1 from its top left. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** What the network says of a place: every bin of its gamut with its probability, likeliest first. They sum to 1. */
export function readLikelihoods(prediction: Prediction, place: Place): readonly Likelihood[] {
  const { logits, gamut } = prediction;
  const count = binCount(gamut);
  const cell = cellAt(prediction, place) * count;
  const own = logits.subarray(cell, cell + count);
  const highest = own.reduce((most, logit) => Math.max(most, logit), -Infinity);
  const shares = Float64Array.from(own, (logit) => Math.exp(logit - highest)); // ≤ 1: cannot overflow
  const sum = shares.reduce((total, share) => total + share, 0);
  return Array.from(shares, (share, q) => ({
    ...{ a: gamut.bins[2 * q], b: gamut.bins[2 * q + 1] },
    probability: share / sum,
  })).sort((one, other) => other.probability - one.probability);
}

/** The cell in which a place lies. Throws where the place is outside. */
export function cellAt(
  { seen, stride, across }: Pick<Prediction, 'seen' | 'stride' | 'across'>,
  { x, y }: Place,
): number {
  if (!(x >= 0 && x <= 1 && y >= 0 && y <= 1))
    throw new RangeError(`colorize: expected a place in 0..1, got (${x}, ${y})`);
  const inside = (share: number, size: number) => Math.min(size - 1, Math.floor(share * size));
  return Math.floor(inside(y, seen.height) / stride) * across + Math.floor(inside(x, seen.width) / stride);
}
