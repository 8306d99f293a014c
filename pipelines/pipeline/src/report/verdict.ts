import { decimals } from '@tintype/report';

import { isBaseline, methodName } from './method-name.ts';
import { type Comparison, type MethodRow, type ReportData } from './report-data.ts';

/** The held-out result in two sentences: the figures, and what they mean. */
export interface Verdict {
  readonly figures: string;
  readonly meaning: string;
}

// Below this the choice of held-out photos can matter more than the network: small leads are called small.
const CLEAR_LEAD = 0.005;

/** Compares the network at the recipe's temperature with the best baseline, by balanced AuC. */
export function verdict(results: ReportData['results']): Verdict {
  const network = networkAt(results.methods, results.temperature);
  const baseline = bestBaseline(results.methods);
  if (network?.aucBalanced == null || baseline?.aucBalanced == null) {
    return {
      figures: 'Nothing was measured.',
      meaning: 'There is no held-out photo or no baseline to compare with.',
    };
  }
  const [ours, theirs] = [decimals(network.aucBalanced, 3), decimals(baseline.aucBalanced, 3)];
  return {
    figures: `Balanced AuC ${ours} against ${theirs} for the best baseline (${methodName(baseline)}).`,
    meaning: meaningOf(baseline.lead?.aucBalanced, Number(ours) - Number(theirs)),
  };
}

function meaningOf(compared: Comparison | undefined, lead: number): string {
  if (compared !== undefined && !compared.isClear)
    return `That is within noise: with other photos the difference could be anything ${rangeWords(compared)}.`;
  if (lead >= CLEAR_LEAD)
    return 'The network does better than every method that does not look at the picture.';
  if (lead > 0) return 'The network is ahead of the methods that do not look at the picture, but only just.';
  if (lead === 0) return 'The network does no better than a method that does not look at the picture.';
  return 'A method that does not look at the picture does better: the network has not learned enough yet.';
}

function rangeWords({ interval: [low, high] }: Comparison): string {
  return `from ${decimals(low, 3)} to ${decimals(high, 3)}`;
}

/** The network's row at a temperature. */
export function networkAt(methods: readonly MethodRow[], temperature: number): MethodRow | undefined {
  return methods.find((row) => row.method === 'network' && row.temperature === temperature);
}

/** The baseline with the highest balanced AuC. */
export function bestBaseline(methods: readonly MethodRow[]): MethodRow | undefined {
  const measured = methods.filter((row) => isBaseline(row.method) && row.aucBalanced !== null);
  return measured.sort((one, other) => (other.aucBalanced ?? 0) - (one.aucBalanced ?? 0))[0];
}
