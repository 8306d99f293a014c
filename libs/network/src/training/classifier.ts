import * as tf from '@tensorflow/tfjs';

import type { Batch } from '../batches/batch.ts';
import type { Classifier } from '../networks/classifier-network.ts';

/** Pictures of one channel with what they show. */
export interface LabelledPictures {
  readonly pixels: Uint8Array; // [N, side, side], 0..255
  readonly labels: Uint8Array; // [N]
  /** Sides of a picture, in pixels. */
  readonly side: number;
}

/** How well a network tells pictures apart. */
export interface ClassifierMeasures {
  /** Mean cross-entropy, in nats. */
  readonly loss: number;
  /** Share of the pictures whose likeliest class is the true one. */
  readonly accuracy: number;
  /** The likeliest class of each picture. [N] */
  readonly predicted: Uint8Array;
}

/** What one layer's units are given, over many pictures: numbers of pre-activations by their value. */
export interface UnitMeasures {
  readonly layer: string;
  readonly units: number;
  /** Units that none of the pictures gives anything above 0. */
  readonly dead: number;
  /** Share of the pre-activations that are above 0. */
  readonly positive: number;
  readonly mean: number;
  readonly deviation: number;
  /** Cells of `CELL` from −`REACH` to `REACH`; the outermost hold all beyond them. */
  readonly counts: Float64Array;
}

/** Pre-activations are counted in cells of this width, up to this far from 0. */
export const CELL = 0.25;
export const REACH = 15;

/** Pictures that are looked at together: large products are quicker, larger ones no more. */
const TOGETHER = 500;

/** The pictures `rows` as one step of training sees them. A label is a soft code of one class that weighs 1. */
export function classifierBatch({ pixels, labels, side }: LabelledPictures, rows: Int32Array): Batch {
  const size = side * side;
  const lightness = new Float32Array(rows.length * size); // [B, side, side], 0..1
  rows.forEach((row, i) => {
    for (let p = 0; p < size; p++) lightness[i * size + p] = (pixels[row * size + p] ?? 0) / 255;
  });
  return {
    patches: rows.length,
    neighbours: 1,
    lightness,
    index: Int32Array.from(rows, (row) => labels[row] ?? 0),
    weight: new Float32Array(rows.length).fill(1),
    weightSum: rows.length,
    entropySum: 0,
  };
}

/** Measures the network's present parameters on `pictures`, as in use. */
export function measureClassifier(network: tf.LayersModel, pictures: LabelledPictures): ClassifierMeasures {
  const count = pictures.labels.length;
  const predicted = new Uint8Array(count);
  let [loss, right] = [0, 0];
  for (const { x, from } of piecesOf(pictures)) {
    const [lost, classes] = tf.tidy(() => {
      const logits = network.predict(x) as tf.Tensor2D; // [B, Q]
      const truth = tf.oneHot(
        tf.tensor1d(pictures.labels.slice(from, from + x.shape[0]), 'int32'),
        logits.shape[1],
      );
      return [sumOfLosses(logits, truth), logits.argMax(1).dataSync()] as const;
    });
    x.dispose();
    predicted.set(classes, from);
    loss += lost;
  }
  predicted.forEach((guess, i) => (right += guess === pictures.labels[i] ? 1 : 0));
  return { loss: loss / count, accuracy: right / count, predicted };
}

/** Σ over pictures of log Σ exp z − z[true]. */
function sumOfLosses(logits: tf.Tensor2D, truth: tf.Tensor): number {
  const picked = tf.sum(tf.mul(logits, truth), 1);
  return tf.sum(tf.sub(tf.logSumExp(logits, 1), picked)).dataSync()[0] ?? NaN;
}

/** What each layer's units are given when the network, as in use, looks at `pictures`. */
export function measureUnits(
  { network, preActivations }: Classifier,
  pictures: LabelledPictures,
): readonly UnitMeasures[] {
  if (preActivations.length === 0) return [];
  const inside = tf.model({ inputs: network.inputs, outputs: preActivations.map(({ output }) => output) });
  const tallies = preActivations.map(({ name, output }) => unitTally(name, output.shape.at(-1) ?? 0));
  for (const { x } of piecesOf(pictures)) {
    const outputs = tf.tidy(() => [inside.predict(x)].flat());
    outputs.forEach((output, i) => tallies[i]?.add(output.dataSync<'float32'>()));
    tf.dispose([x, ...outputs]);
  }
  return tallies.map((tally) => tally.measures());
}

function unitTally(layer: string, units: number) {
  const counts = new Float64Array((2 * REACH) / CELL);
  const alive = new Uint8Array(units);
  let [count, sum, squares, positive] = [0, 0, 0, 0];
  return {
    /** values [.., units] */
    add(values: Float32Array): void {
      count += values.length;
      values.forEach((z, i) => {
        sum += z;
        squares += z * z;
        if (z > 0) alive[i % units] = 1;
        if (z > 0) positive++;
        const cell = Math.min(counts.length - 1, Math.max(0, Math.floor((z + REACH) / CELL)));
        counts[cell] = (counts[cell] ?? 0) + 1;
      });
    },
    measures(): UnitMeasures {
      const mean = sum / count;
      const deviation = Math.sqrt(Math.max(0, squares / count - mean * mean));
      const dead = units - alive.reduce((total, one) => total + one, 0);
      return { layer, units, dead, positive: positive / count, mean, deviation, counts };
    },
  };
}

function* piecesOf({ pixels, labels, side }: LabelledPictures) {
  const size = side * side;
  for (let from = 0; from < labels.length; from += TOGETHER) {
    const count = Math.min(TOGETHER, labels.length - from);
    const piece = Float32Array.from(
      pixels.subarray(from * size, (from + count) * size),
      (value) => value / 255,
    );
    yield { from, x: tf.tensor4d(piece, [count, side, side, 1]) };
  }
}
