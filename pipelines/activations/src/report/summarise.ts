import { nameOf, type ReviewedActivation } from '../train/review-cells.ts';
import { deviationOf, holm, meanOf, medianOf, type PairedTest, pairedTest } from './paired-test.ts';
import type { CellResult, ReviewData } from './review-data.ts';

/** An activation, with or without normalisation, over its seeds. */
export interface Group {
  readonly activation: ReviewedActivation;
  readonly name: string;
  readonly batchNorm: boolean;
  /** In the order of the seeds. */
  readonly results: readonly CellResult[];
  readonly accuracy: number;
  /** Of the accuracy over the seeds; NaN with one. */
  readonly deviation: number;
  readonly loss: number;
  /** The median over seeds and epochs: a busy machine makes some of them long. */
  readonly secondsPerEpoch: number;
  /** Share of all units of all layers that are dead. */
  readonly dead: number;
}

/**
 * What the seeds say of a difference. `clear`: p is below .05 after the correction for all comparisons made together.
 * `by itself`: its own interval excludes zero, but the correction takes that back. `unknown`: neither.
 */
export type Certainty = 'clear' | 'by itself' | 'unknown';

/** A group beside another one, seed by seed. */
export interface Comparison extends PairedTest {
  readonly of: Group;
  readonly to: Group;
  /** p beside the other comparisons made with it, after Holm. The interval is not corrected. */
  readonly adjusted: number;
  readonly certainty: Certainty;
}

const SIGNIFICANT = 0.05;

/** All activations in the order of the recipe, first without, then with normalisation as the recipe has them. */
export function groupsOf({ facts, results }: ReviewData): readonly Group[] {
  return facts.batchNorm.flatMap((batchNorm) =>
    facts.activations.map((activation) => groupOf(activation, batchNorm, results)),
  );
}

function groupOf(activation: ReviewedActivation, batchNorm: boolean, all: readonly CellResult[]): Group {
  const name = nameOf(activation);
  const results = all.filter(({ cell }) => nameOf(cell.activation) === name && cell.batchNorm === batchNorm);
  const accuracies = results.map(({ testAccuracy }) => testAccuracy);
  const layers = results.flatMap((result) => result.layers);
  const [dead, units] = [layers.map((layer) => layer.dead), layers.map((layer) => layer.units)].map(
    (numbers) => numbers.reduce((sum, number) => sum + number, 0),
  ) as [number, number];
  return {
    activation,
    name,
    batchNorm,
    results,
    accuracy: meanOf(accuracies),
    deviation: deviationOf(accuracies),
    loss: meanOf(results.map(({ testLoss }) => testLoss)),
    secondsPerEpoch: medianOf(results.flatMap(({ seconds }) => seconds)),
    dead: dead / units,
  };
}

/** Every other group of the same normalisation beside `reference`. */
export function comparisonsWith(reference: Group, groups: readonly Group[]): readonly Comparison[] {
  const others = groups.filter((group) => group.batchNorm === reference.batchNorm && group !== reference);
  return compareTogether(others.map((of) => ({ of, to: reference })));
}

/** Every activation with normalisation beside itself without. */
export function effectsOfNormalisation(groups: readonly Group[]): readonly Comparison[] {
  const pairs = groups.flatMap((of) => {
    const to = groups.find(({ name, batchNorm }) => name === of.name && !batchNorm);
    return of.batchNorm && to !== undefined ? [{ of, to }] : [];
  });
  return compareTogether(pairs);
}

/** Comparisons that are read together, so that their p are corrected for their number. */
function compareTogether(pairs: readonly Pick<Comparison, 'of' | 'to'>[]): readonly Comparison[] {
  const tests = pairs.map(({ of, to }) => pairedTest(differencesOf(of, to)));
  const adjusted = holm(tests.map(({ p }) => p));
  return pairs.map((pair, i) => {
    const test = tests[i] ?? { difference: NaN, interval: [NaN, NaN], p: NaN };
    const p = adjusted[i] ?? NaN;
    return { ...test, ...pair, adjusted: p, certainty: certaintyOf(test.p, p) };
  });
}

function certaintyOf(p: number, adjusted: number): Certainty {
  if (adjusted < SIGNIFICANT) return 'clear';
  return p < SIGNIFICANT ? 'by itself' : 'unknown';
}

/** Standard error of an accuracy, 0..1, by the choice of the test pictures: what no number of seeds can see. */
export function samplingError(groups: readonly Group[], pictures: number): number {
  const accuracy = meanOf(groups.map((group) => group.accuracy));
  return Math.sqrt((accuracy * (1 - accuracy)) / pictures);
}

/** Networks of one seed share initial kernels and the order of the pictures. */
function differencesOf(of: Group, to: Group): number[] {
  return of.results.map((result, i) => result.testAccuracy - (to.results[i]?.testAccuracy ?? NaN));
}

/** The plain ReLU that the others are compared with; undefined where the recipe has none. */
export function reluOf(groups: readonly Group[], batchNorm: boolean): Group | undefined {
  return groups.find((group) => group.activation.kind === 'relu' && group.batchNorm === batchNorm);
}

/** RReLU as Xu et al. define it. */
export function rreluOf(groups: readonly Group[], batchNorm: boolean): Group | undefined {
  return groups.find(({ activation: one, batchNorm: normalised }) => {
    const isOurs = one.kind === 'rrelu' && one.form === 'divide' && one.draw === 'element';
    return isOurs && normalised === batchNorm;
  });
}
