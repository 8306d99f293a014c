import { decimals } from '@tintype/report';

import { listed } from './claims.ts';
import { conditionName } from './review-data.ts';
import { comparisonsWith, type Group, reluOf } from './summarise.ts';

/** What the numbers say, in plain words: one sentence or two for each kind of network. */
export function conclude(groups: readonly Group[]): readonly string[] {
  const conditions = [...new Set(groups.map(({ batchNorm }) => batchNorm))];
  return [...conditions.map((batchNorm) => concludeFor(groups, batchNorm)), ...effectOfNormalisation(groups)];
}

function concludeFor(groups: readonly Group[], batchNorm: boolean): string {
  const own = groups.filter((group) => group.batchNorm === batchNorm);
  const [best, worst] = [pick(own, Math.max), pick(own, Math.min)];
  if (best === undefined || worst === undefined || own.length < 2)
    return `Only one activation was tried ${conditionName(batchNorm)}.`;
  const spread = `${capitalised(conditionName(batchNorm))}, mean test accuracy lies between ${share(worst.accuracy)} (${worst.name}) and ${share(best.accuracy)} (${best.name}).`;
  return `${spread} ${besideRelu(own, batchNorm)}`;
}

function besideRelu(own: readonly Group[], batchNorm: boolean): string {
  const relu = reluOf(own, batchNorm);
  if (relu === undefined) return 'There is no ReLU to compare with.';
  if (relu.results.length < 2) return 'With a single seed no difference can be told from noise.';
  const clear = comparisonsWith(relu, own).filter(({ isClear }) => isClear);
  if (clear.length === 0)
    return `No activation differs from ReLU by more than noise: over ${relu.results.length} seeds which one to take does not matter here.`;
  const named = (sign: 1 | -1) =>
    clear.filter(({ difference }) => difference * sign > 0).map(({ of }) => of.name);
  const [better, worse] = [named(1), named(-1)];
  const parts = [
    ...(better.length > 0
      ? [`${listed(better)} ${better.length === 1 ? 'is' : 'are'} better than ReLU`]
      : []),
    ...(worse.length > 0 ? [`${listed(worse)} ${worse.length === 1 ? 'is' : 'are'} worse`] : []),
  ];
  const rest = own.length - 1 - clear.length;
  return `${parts.join(', ')} by more than noise${rest > 0 ? '; the rest is within it' : ''}.`;
}

function effectOfNormalisation(groups: readonly Group[]): readonly string[] {
  const pairs = groups
    .filter(({ batchNorm }) => !batchNorm)
    .flatMap((plain) => {
      const other = groups.find(({ name, batchNorm }) => batchNorm && name === plain.name);
      return other === undefined ? [] : [100 * (other.accuracy - plain.accuracy)];
    });
  if (pairs.length === 0) return [];
  const gained = pairs.filter((points) => points > 0).length;
  const [low, high] = [Math.min(...pairs), Math.max(...pairs)];
  return [
    `Batch normalisation raises the mean accuracy of ${gained} of ${pairs.length} activations; it changes it by ${signed(low)} to ${signed(high)} percentage points.`,
  ];
}

function pick(groups: readonly Group[], by: (...values: number[]) => number): Group | undefined {
  const value = by(...groups.map(({ accuracy }) => accuracy));
  return groups.find(({ accuracy }) => accuracy === value);
}

function share(accuracy: number): string {
  return `${decimals(100 * accuracy, 2)} %`;
}

function signed(points: number): string {
  return `${points > 0 ? '+' : ''}${decimals(points, 2)}`;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
