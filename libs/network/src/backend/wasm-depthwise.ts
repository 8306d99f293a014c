import * as tf from '@tensorflow/tfjs';

import { spreadByStride } from './spread-by-stride.ts';

/** How a depthwise convolution of one output for each channel slides, as `computeConv2DInfo` has worked it out. */
type Info = ReturnType<typeof tf.backend_util.computeConv2DInfo>;

/**
 * dx = dy, spread by the stride and padded by k − 1 − p, convolved channel by channel with the filter flipped in height
 * and width. [B, h, w, C] × [kh, kw, C, 1] → [B, H, W, C]
 */
export function depthwiseGradientOfInput(dy: tf.Tensor4D, filter: tf.Tensor4D, info: Info): tf.Tensor4D {
  refuseMultiplier(info);
  const { filterHeight: kh, filterWidth: kw, inHeight, inWidth, padInfo } = info;
  const spread = spreadByStride(dy, info.strideHeight, info.strideWidth);
  const [top, left] = [kh - 1 - padInfo.top, kw - 1 - padInfo.left];
  const bottom = inHeight + kh - 1 - (spread.shape[1] + top);
  const right = inWidth + kw - 1 - (spread.shape[2] + left);
  const padded = tf.pad4d(spread, [[0, 0], [top, bottom], [left, right], [0, 0]]); // prettier-ignore
  return tf.depthwiseConv2d(padded, tf.reverse4d(filter, [0, 1]), 1, 'valid');
}

/**
 * dW[i, j] = Σ x[· + i, · + j] · dy, the sum over pictures and pixels: a product and a sum for each place in the filter.
 * [B, H, W, C] × [B, h, w, C] → [kh, kw, C, 1]
 */
export function depthwiseGradientOfFilter(x: tf.Tensor4D, dy: tf.Tensor4D, info: Info): tf.Tensor4D {
  refuseMultiplier(info);
  const { filterHeight, filterWidth, inHeight, inWidth, padInfo } = info;
  const { top, left } = padInfo;
  const spread = spreadByStride(dy, info.strideHeight, info.strideWidth);
  const [, height, width] = spread.shape;
  const bottom = Math.max(0, height + filterHeight - 1 - (inHeight + top)); // a stride may leave rows unread
  const right = Math.max(0, width + filterWidth - 1 - (inWidth + left));
  const padded = tf.pad4d(x, [[0, 0], [top, bottom], [left, right], [0, 0]]); // prettier-ignore
  const places = Array.from({ length: filterHeight * filterWidth }, (_, at) => {
    const from: [number, number, number, number] = [0, Math.floor(at / filterWidth), at % filterWidth, 0];
    return tf.sum(tf.mul(tf.slice4d(padded, from, spread.shape), spread), [0, 1, 2]);
  });
  return tf.reshape(tf.stack(places), info.filterShape);
}

function refuseMultiplier({ filterShape }: Info): void {
  if (filterShape[3] === 1) return;
  throw new Error(
    `depthwise gradient on wasm: expected one output for each channel, got ${filterShape[3]}; train on tensorflow, or set depthMultiplier to 1`,
  );
}
