import type { Likelihood } from '@tintype/colorize';

export interface LikelyColour {
  readonly a: number;
  readonly b: number;
  /** Of all bins that look like it. */
  readonly probability: number;
}

/** Bins nearer than this look alike on a swatch, ab units. */
const ALIKE = 14;
/** A colour that is less likely is no suggestion. */
const LEAST = 0.01;
const MOST = 6;

/**
 * The likeliest colours that can be told apart, likeliest first. A bin belongs to the likeliest one near it; a colour is
 * the mean of its bins, weighted with their probabilities.
 */
export function findLikelyColours(likelihoods: readonly Likelihood[]): readonly LikelyColour[] {
  const groups: { readonly middle: Likelihood; readonly bins: Likelihood[] }[] = [];
  for (const bin of likelihoods) {
    const near = groups.find(({ middle }) => Math.hypot(bin.a - middle.a, bin.b - middle.b) < ALIKE);
    if (near) near.bins.push(bin);
    else groups.push({ middle: bin, bins: [bin] });
  }
  return groups
    .map(({ bins }) => meanColour(bins))
    .filter(({ probability }) => probability >= LEAST)
    .sort((one, other) => other.probability - one.probability)
    .slice(0, MOST);
}

function meanColour(bins: readonly Likelihood[]): LikelyColour {
  let [probability, a, b] = [0, 0, 0];
  for (const bin of bins) {
    probability += bin.probability;
    a += bin.probability * bin.a;
    b += bin.probability * bin.b;
  }
  return { a: a / probability, b: b / probability, probability };
}
