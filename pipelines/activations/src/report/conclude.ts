import { counted, decimals } from '@tintype/report';

import { listed } from './claims.ts';
import { conditionName } from './review-data.ts';
import {
  type Comparison,
  comparisonsWith,
  effectsOfNormalisation,
  type Group,
  reluOf,
  samplingError,
} from './summarise.ts';

/** What the numbers say, in plain sentences, for each kind of network; `pictures` are those of the test. */
export function conclude(groups: readonly Group[], pictures: number): readonly string[] {
  const conditions = [...new Set(groups.map(({ batchNorm }) => batchNorm))];
  const error = samplingError(groups, pictures);
  return [
    ...conditions.flatMap((batchNorm) => concludeFor(groups, batchNorm, error)),
    ...concludeNormalisation(groups),
  ];
}

function concludeFor(groups: readonly Group[], batchNorm: boolean, error: number): readonly string[] {
  const own = groups.filter((group) => group.batchNorm === batchNorm);
  const condition = conditionName(batchNorm);
  const [best, worst] = [pick(own, Math.max), pick(own, Math.min)];
  if (best === undefined || worst === undefined || own.length < 2)
    return [`Only one activation was tried ${condition}.`];
  const spread = `${capitalised(condition)}, the mean test accuracy lies between ${share(worst.accuracy)} (${worst.name}) and ${share(best.accuracy)} (${best.name}).`;
  return [spread, ...besideRelu(own, batchNorm, error)];
}

function besideRelu(own: readonly Group[], batchNorm: boolean, error: number): readonly string[] {
  const relu = reluOf(own, batchNorm);
  if (relu === undefined) return ['There is no ReLU to compare with.'];
  if (relu.results.length < 2)
    return ['One seed cannot tell what the activation changes from what another seed would.'];
  const all = comparisonsWith(relu, own);
  return [
    ...clearSentences(all),
    ...byItselfSentences(all),
    ...unknownSentences(all, relu.results.length),
    ...equalSentences(all, error),
  ];
}

function clearSentences(all: readonly Comparison[]): readonly string[] {
  const clear = all.filter(({ certainty }) => certainty === 'clear');
  const sentence = (names: readonly string[], how: string) =>
    names.length === 0
      ? []
      : [`${listed(names)} ${names.length === 1 ? 'is' : 'are'} clearly ${how} than ReLU.`];
  return [
    ...sentence(namesOf(clear.filter(({ difference }) => difference > 0)), 'better'),
    ...sentence(namesOf(clear.filter(({ difference }) => difference < 0)), 'worse'),
  ];
}

/** An interval that excludes zero is no noise by itself; it is the number of comparisons that makes it doubtful. */
function byItselfSentences(all: readonly Comparison[]): readonly string[] {
  const found = all.filter(({ certainty }) => certainty === 'by itself');
  if (found.length === 0) return [];
  const one = found.length === 1;
  const p = listed(found.map(({ adjusted }) => decimals(adjusted, 3)));
  return [
    `The ${one ? 'interval' : 'intervals'} of ${listed(namesOf(found))} ${one ? 'excludes' : 'exclude'} zero by ${one ? 'itself' : 'themselves'}, but after Holm’s correction for ${counted(all.length, 'comparison')} the ${one ? 'difference is' : 'differences are'} not clear (p = ${p}).`,
  ];
}

function unknownSentences(all: readonly Comparison[], seeds: number): readonly string[] {
  const names = namesOf(all.filter(({ certainty }) => certainty === 'unknown'));
  if (names.length === 0) return [];
  const those = names.length === all.length && all.length > 1 ? 'any other activation' : listed(names);
  return [`${capitalised(counted(seeds, 'seed'))} cannot tell ${those} from ReLU.`];
}

/** Said only where every interval is narrow: that no difference was found does not show that there is none. */
function equalSentences(all: readonly Comparison[], error: number): readonly string[] {
  const reach = Math.max(...all.flatMap(({ interval }) => interval.map(Math.abs)));
  if (!(reach <= error)) return []; // NaN where there is no interval
  return [
    `All intervals end within ${decimals(100 * reach, 2)} points of zero, which is less than other test pictures would change (${decimals(100 * error, 2)}): here it does not matter which activation is taken.`,
  ];
}

function concludeNormalisation(groups: readonly Group[]): readonly string[] {
  const effects = effectsOfNormalisation(groups);
  if (effects.length === 0) return [];
  const points = effects.map(({ difference }) => 100 * difference);
  const gained = points.filter((gain) => gain > 0).length;
  const clear = effects.filter(({ certainty }) => certainty === 'clear').length;
  const tested = effects.some(({ p }) => !Number.isNaN(p))
    ? ` ${clear === 0 ? 'None' : clear} of these differences ${clear === 1 ? 'is' : 'are'} clear after Holm’s correction.`
    : '';
  return [
    `With batch normalisation the mean accuracy of ${gained} of ${points.length} activations is higher than without; it changes by ${signed(Math.min(...points))} to ${signed(Math.max(...points))} percentage points.${tested}`,
  ];
}

function namesOf(comparisons: readonly Comparison[]): readonly string[] {
  return comparisons.map(({ of }) => of.name);
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
