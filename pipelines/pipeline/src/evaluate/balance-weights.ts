import { type Gamut, nearestBin } from '@tintype/colour';
import type { PriorRows } from '@tintype/records';

/** What a true colour weighs in the balanced AuC, by the table `balance`: λ = 0 (Zhang et al. 2016, section 3.1). */
export function balanceWeights(
  gamut: Gamut,
  { probability }: Pick<PriorRows, 'probability'>,
): (a: number, b: number) => number {
  const nearest = nearestBin(gamut);
  return (a, b) => 1 / probability[nearest(a, b)];
}
