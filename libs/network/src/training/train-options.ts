import type { BackEnd } from '../backend/back-end.ts';
import type { BatchesOpener } from '../batches/batches.ts';
import type { ShownPatches } from '../batches/epoch-orders.ts';
import type { CurveRow } from '../checkpoints/curve-row.ts';
import type { CheckpointStore } from '../checkpoints/resume.ts';
import type { Model } from '../model/model.ts';
import type { ModelFiles } from '../model/model-json.ts';
import type { Start } from './start.ts';
import type { TrainEvent } from './train-event.ts';

export interface TrainOptions extends ShownPatches {
  /** Where `data` is read and encoded; in this thread when left out. */
  readonly openBatches?: BatchesOpener;
  /** What it starts from; all parameters are drawn when left out or null. */
  readonly start?: Start | null;
  /** Where the checkpoints of this very training lie. */
  readonly checkpoints: CheckpointStore;
  /** Milliseconds between checkpoints within an epoch; each epoch ends with one. A minute when left out. */
  readonly checkpointEvery?: number;
  /**
   * Called after every epoch with the model as it is then, e.g. to draw a sheet of validation pictures; once more
   * for the same epoch when the run is killed before the epoch's checkpoint is safe.
   */
  readonly inspect?: (model: Model, row: CurveRow) => Promise<void>;
  readonly signal: AbortSignal;
  /** A clock in milliseconds. Rates in events and the moments of checkpoints depend on it, the result does not. */
  readonly now: () => number;
  emit(event: TrainEvent): void;
}

export interface TrainResult {
  readonly model: ModelFiles;
  readonly curves: readonly CurveRow[];
  /** AuC of the validation colours of the model that it started from, by which `keep: best` may keep that; else null. */
  readonly startAuc: number | null;
  readonly backEnd: BackEnd;
  readonly steps: number;
  /** Step, loss and KL of every reading of the training loss, each since the one before. [n, 3] */
  readonly readings: Float32Array;
}
