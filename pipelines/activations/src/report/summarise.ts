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

/** A group beside another one of the same normalisation and seeds. */
export interface Comparison extends PairedTest {
  readonly of: Group;
  readonly to: Group;
  /** p beside the other comparisons with the same group, after Holm. */
  readonly adjusted: number;
  /** Whether noise alone would hardly make this difference. */
  readonly isClear: boolean;
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

/** Every other group of the same normalisation beside `reference`, seed by seed. */
export function comparisonsWith(reference: Group, groups: readonly Group[]): readonly Comparison[] {
  const others = groups.filter((group) => group.batchNorm === reference.batchNorm && group !== reference);
  const tests = others.map((of) => pairedTest(differencesOf(of, reference)));
  const adjusted = holm(tests.map(({ p }) => p));
  return others.map((of, i) => {
    const test = tests[i] ?? { difference: NaN, interval: [NaN, NaN], p: NaN };
    const p = adjusted[i] ?? NaN;
    return { ...test, of, to: reference, adjusted: p, isClear: p < SIGNIFICANT };
  });
}

/** Pairs share initial kernels and the order of the pictures. */
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
