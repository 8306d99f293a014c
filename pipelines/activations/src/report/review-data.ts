import type { ClassifierCurvesRows } from '@tintype/records';
import type { Reproduction } from '@tintype/report';

import type { Cell, ReviewedActivation } from '../train/review-cells.ts';

/** One trained network and what was measured of it. */
export interface CellResult {
  readonly cell: Cell;
  readonly curves: ClassifierCurvesRows;
  /** What the steps of each epoch took. */
  readonly seconds: readonly number[];
  readonly testAccuracy: number;
  readonly testLoss: number; // nats
  readonly layers: readonly LayerResult[];
}

/** What the units of one layer were given before their activation, by the validation pictures. */
export interface LayerResult {
  readonly layer: string;
  readonly units: number;
  /** Units that no picture gave anything above 0. */
  readonly dead: number;
  readonly mean: number;
  readonly deviation: number;
  readonly cells: readonly { readonly from: number; readonly count: number }[];
}

/** What the report says that lies in no shard. */
export interface ReportFacts extends Reproduction {
  readonly cells: readonly Cell[];
  readonly activations: readonly ReviewedActivation[];
  readonly batchNorm: readonly boolean[];
  readonly seeds: readonly number[];
  readonly epochs: number;
  readonly batch: number;
  readonly learningRate: number;
  /** The network in words: 784–1024–128–10. */
  readonly network: string;
  readonly backEnds: readonly string[];
  readonly pictures: { readonly train: number; readonly validation: number; readonly test: number };
  /** Training pictures that were measured for the curves. */
  readonly measured: number;
}

/** What the computation of the report is told. */
export interface ReportTask extends ReportFacts {
  /** Mean cross-entropy on the test pictures, by the cell's name. */
  readonly testLosses: Readonly<Record<string, number>>;
}

export interface ReviewData {
  readonly facts: ReportFacts;
  readonly results: readonly CellResult[];
}

/** "without batch normalisation", "with batch normalisation" */
export function conditionName(batchNorm: boolean): string {
  return `${batchNorm ? 'with' : 'without'} batch normalisation`;
}
