import { type Gamut, softEncoder } from '@tintype/colour';
import type { PriorRows } from '@tintype/records';

type Balance = Pick<PriorRows, 'probability'>;

/** What true colours, ab [n, 2], weigh in the balanced AuC, by the table `balance` of the same bins. */
export function balanceWeigher(gamut: Gamut, balance: Balance): (ab: Float32Array) => Float64Array {
  const nearest = softEncoder(gamut, { neighbours: 1, sigma: 1 });
  return (ab) => weighBins(nearest(ab).index, balance);
}

/** The same of the bins nearest to them: λ = 0 (Zhang et al. 2016, section 3.1). */
export function weighBins(nearest: Int32Array, { probability }: Balance): Float64Array {
  const weights = new Float64Array(nearest.length);
  for (let pixel = 0; pixel < nearest.length; pixel++) weights[pixel] = 1 / probability[nearest[pixel]];
  return weights;
}
