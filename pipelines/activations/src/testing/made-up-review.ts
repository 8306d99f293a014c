import type { CellResult, ReviewData } from '../report/review-data.ts';
import { cellsOf, type ReviewedActivation } from '../train/review-cells.ts';

const ACTIVATIONS: readonly ReviewedActivation[] = [
  { kind: 'relu' },
  { kind: 'leaky-relu', a: 100 },
  { kind: 'prelu', start: 0.25 },
  { kind: 'elu' },
  { kind: 'rrelu', lower: 3, upper: 8, form: 'divide', draw: 'element' },
];

/** Mean accuracy by kind of activation; seeds differ by a thousandth or two. */
export type Accuracies = Readonly<Record<ReviewedActivation['kind'], number>>;

/** A review with made-up accuracies, for tests. */
export function reviewWith(accuracies: Accuracies, seeds: readonly number[] = [1, 2, 3, 4]): ReviewData {
  const batchNorm = [false, true];
  const cells = cellsOf({ activations: ACTIVATIONS, batchNorm, seeds });
  const results = cells.map((cell, i): CellResult => ({
    cell,
    curves: {
      epoch: Int32Array.of(1, 2),
      trainLoss: Float64Array.of(0.3, 0.1),
      trainAccuracy: Float64Array.of(0.91, 0.97),
      validationLoss: Float64Array.of(0.3, 0.2),
      validationAccuracy: Float64Array.of(0.9, 0.95),
    },
    seconds: [2, 3],
    testAccuracy:
      accuracies[cell.activation.kind] + 0.002 * Math.sin(7 * cell.seed) + 1e-4 * Math.sin(i * 12.9),
    testLoss: 0.1,
    layers: [
      {
        layer: 'dense1',
        units: 8,
        dead: 2,
        mean: 0,
        deviation: 1,
        cells: [
          { from: -1, count: 5 },
          { from: 0, count: 3 },
        ],
      },
    ],
  }));
  return {
    results,
    facts: {
      cells,
      activations: ACTIVATIONS,
      batchNorm,
      seeds,
      epochs: 2,
      batch: 60,
      learningRate: 1e-4,
      network: '64–8–3',
      backEnds: ['wasm 4.22.0 (CPU, one thread, SIMD)'],
      pictures: { train: 100, validation: 20, test: 1000 },
      measured: 50,
      recipe: { name: 'made <up>', json: '{}' },
      reproduction: { commands: ['npm ci'], stages: [{ stage: 'train', fingerprint: 'f' }] },
    },
  };
}
