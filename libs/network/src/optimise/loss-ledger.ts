import type * as tf from '@tensorflow/tfjs';

import type { Batch } from '../batches/batch.ts';
import { addLoss, lossMeter, type LossReading, type LossSums, meanLoss, NO_LOSS } from './loss-sums.ts';

/** The losses of a training: those pending on the device, of the epoch in progress, and of all readings. */
export interface LossLedger {
  /** Of the epoch in progress, up to the last reading. */
  readonly sums: LossSums;
  /** Step, loss and KL of every reading, each since the one before. [n, 3] */
  readonly readings: Float32Array;
  /** Takes over the scalar. */
  add(batch: Batch, loss: tf.Scalar): void;
  /** Takes in what is pending after `step`, and gives it. */
  read(step: number): Promise<LossReading>;
  endEpoch(): void;
  dispose(): void;
}

/** Goes on from where a checkpoint was. */
export function lossLedger(from: Pick<LossLedger, 'sums' | 'readings'>): LossLedger {
  const meter = lossMeter();
  const readings = [...from.readings];
  let { sums } = from;
  return {
    get sums() {
      return sums;
    },
    get readings() {
      return Float32Array.from(readings);
    },
    add: (batch, loss) => meter.add(batch, loss),
    async read(step) {
      const latest = await meter.read();
      const { loss, kl } = meanLoss(latest.sums);
      readings.push(step, loss, kl);
      sums = addLoss(sums, latest.sums);
      return latest;
    },
    endEpoch: () => void (sums = NO_LOSS),
    dispose: () => meter.dispose(),
  };
}
