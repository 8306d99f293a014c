import { MEASURES, methodName } from '@tintype/colour';

import { bestBaseline, type Lead, type MethodRow, networkAt } from '../runs/method-row.ts';
import { measureText } from './show-measure.ts';

/** The held-out result in two sentences: the figures, and what they mean. */
export interface Verdict {
  readonly figures: string;
  readonly meaning: string;
}

// Below this the choice of held-out photos can matter more than the network: small leads are called small.
const CLEAR_LEAD = 0.005;

/** What was measured of each method on the held-out photos, and the temperature that stands for the network. */
export interface HeldOut {
  readonly methods: readonly MethodRow[];
  readonly temperature: number;
}

/** Compares the network at the recipe's temperature with the best baseline, by balanced AuC. */
export function verdict({ methods, temperature }: HeldOut): Verdict {
  const network = networkAt(methods, temperature);
  const baseline = bestBaseline(methods);
  if (network?.aucBalanced == null || baseline?.aucBalanced == null) {
    return {
      figures: 'Nothing was measured.',
      meaning: 'There is no held-out photo or no baseline to compare with.',
    };
  }
  const [ours, theirs] = [network, baseline].map((row) => measureText('aucBalanced', row.aucBalanced));
  return {
    figures: `${sentenceCase(MEASURES.aucBalanced.name)} ${ours} against ${theirs} for the best baseline (${methodName(baseline)}).`,
    meaning: meaningOf(baseline.lead?.aucBalanced, Number(ours) - Number(theirs)),
  };
}

function meaningOf(compared: Lead | undefined, lead: number): string {
  if (compared !== undefined && !compared.isClear)
    return `That is within noise: with other photos the difference could be anything ${rangeWords(compared)}.`;
  if (lead >= CLEAR_LEAD)
    return 'The network does better than every method that does not look at the picture.';
  if (lead > 0) return 'The network is ahead of the methods that do not look at the picture, but only just.';
  if (lead === 0) return 'The network does no better than a method that does not look at the picture.';
  return 'A method that does not look at the picture does better: the network has not learned enough yet.';
}

function rangeWords({ interval: [low, high] }: Lead): string {
  return `from ${measureText('aucBalanced', low)} to ${measureText('aucBalanced', high)}`;
}

function sentenceCase(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
