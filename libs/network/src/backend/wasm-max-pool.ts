import * as tf from '@tensorflow/tfjs';

import { spreadByStride } from './spread-by-stride.ts';

/** How a max pool moves over its input, as TensorFlow.js hands it to kernels. */
export interface MaxPool {
  readonly filterSize: number | [number, number];
  readonly strides: number | [number, number];
  readonly pad: 'valid' | 'same' | number;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

/**
 * The gradient of a max pool y of x: each dy goes to the first maximum of its window, in reading order, as on the
 * `cpu` back end. One pass for each place in the window: those that equal the maximum and find it not yet taken get
 * its dy. dy, y [B, h, w, C], x [B, H, W, C] → [B, H, W, C]
 */
export function maxPoolGradient(dy: tf.Tensor4D, x: tf.Tensor4D, y: tf.Tensor4D, of: MaxPool): tf.Tensor4D {
  const { filterSize, strides, pad, dimRoundingMode } = of;
  const info = tf.backend_util.computePool2DInfo(x.shape, filterSize, strides, 1, pad, dimRoundingMode);
  const [height, width] = reachOf(info);
  const { top, left } = info.padInfo;
  const padded = padTo(x, [top, left], [height, width], -Infinity);
  let free = tf.onesLike(y); // windows that have not found their maximum
  let sum = tf.zerosLike(padded);
  for (const [i, j] of placesIn(info.filterHeight, info.filterWidth)) {
    const taken = tf.mul(free, tf.cast(tf.equal(placeOf(padded, i, j, info), y), 'float32')) as tf.Tensor4D;
    free = tf.sub(free, taken);
    const spread = spreadByStride(tf.mul(taken, dy), info.strideHeight, info.strideWidth);
    sum = tf.add(sum, padTo(spread, [i, j], [height, width], 0));
  }
  return tf.slice(sum, [0, top, left, 0], x.shape);
}

type PoolInfo = ReturnType<typeof tf.backend_util.computePool2DInfo>;

/** Height and width of the padded input: windows may stop short of its end, or go beyond it. */
function reachOf(info: PoolInfo): [number, number] {
  const { padInfo, inHeight, inWidth, outHeight, outWidth } = info;
  return [
    Math.max(padInfo.top + inHeight, (outHeight - 1) * info.strideHeight + info.filterHeight),
    Math.max(padInfo.left + inWidth, (outWidth - 1) * info.strideWidth + info.filterWidth),
  ];
}

/** In reading order, which decides between equal maxima. */
function placesIn(height: number, width: number): [number, number][] {
  return Array.from({ length: height * width }, (_, at) => [Math.floor(at / width), at % width]);
}

/** What lies at row i, column j of every window. → [B, h, w, C] */
function placeOf(padded: tf.Tensor4D, i: number, j: number, info: PoolInfo): tf.Tensor4D {
  const { batchSize, inChannels, outHeight, outWidth, strideHeight, strideWidth } = info;
  const end = [i + (outHeight - 1) * strideHeight + 1, j + (outWidth - 1) * strideWidth + 1];
  return tf.stridedSlice(
    padded,
    [0, i, j, 0],
    [batchSize, ...end, inChannels],
    [1, strideHeight, strideWidth, 1],
  ) as tf.Tensor4D;
}

function padTo(
  x: tf.Tensor4D,
  [top, left]: [number, number],
  [height, width]: [number, number],
  value: number,
): tf.Tensor4D {
  const [below, right] = [height - top - x.shape[1], width - left - x.shape[2]];
  return tf.pad4d(x, [[0, 0], [top, below], [left, right], [0, 0]], value); // prettier-ignore
}
