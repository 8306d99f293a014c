import * as tf from '@tensorflow/tfjs';

import { spreadByStride } from './spread-by-stride.ts';
import { depthwiseGradientOfFilter, depthwiseGradientOfInput } from './wasm-depthwise.ts';
import { type MaxPool, maxPoolGradient } from './wasm-max-pool.ts';

/**
 * Replaces five kernels of the wasm back end by compositions of its fast ones (one thread, SIMD), and adds two that it
 * lacks, the gradients of a depthwise convolution. Replaced are
 * the gradient of a convolution by its input (1.8 → 13–19 GFLOP/s) and by its filter (missing there: 17),
 * the sum over batch, height and width (which transposes first: four times slower), the product of a transposed
 * matrix (which leaves XNNPACK for a plain loop there), and the gradient of a max pool (which is wrong there: a
 * window whose maximum is not positive loses it).
 */
export function registerWasmKernels(): void {
  register('Conv2DBackpropInput', ({ inputs, attrs }) =>
    convolutionGradientOfInput(input4d(inputs['dy']), input4d(inputs['filter']), {
      ...convolutionOf(attrs),
      inputShape: attrs?.['inputShape'] as Shape4D,
    }),
  );
  register('Conv2DBackpropFilter', ({ inputs, attrs }) =>
    convolutionGradientOfFilter(input4d(inputs['x']), input4d(inputs['dy']), {
      ...convolutionOf(attrs),
      filterShape: attrs?.['filterShape'] as Shape4D,
    }),
  );
  register('DepthwiseConv2dNativeBackpropInput', ({ inputs, attrs }) => {
    const filter = input4d(inputs['filter']);
    const info = depthwiseInfoOf(attrs?.['inputShape'] as Shape4D, filter.shape, attrs);
    return depthwiseGradientOfInput(input4d(inputs['dy']), filter, info);
  });
  register('DepthwiseConv2dNativeBackpropFilter', ({ inputs, attrs }) => {
    const x = input4d(inputs['x']);
    const info = depthwiseInfoOf(x.shape, attrs?.['filterShape'] as Shape4D, attrs);
    return depthwiseGradientOfFilter(x, input4d(inputs['dy']), info);
  });
  registerOuterSum();
  registerTransposedProduct();
  register('MaxPoolGrad', ({ inputs, attrs }) =>
    maxPoolGradient(
      input4d(inputs['dy']),
      input4d(inputs['input']),
      input4d(inputs['output']),
      attrs as unknown as MaxPool,
    ),
  );
}

type Shape4D = [number, number, number, number];
type Padding = 'valid' | 'same' | number | [[0, 0], [number, number], [number, number], [0, 0]];
interface Convolution {
  readonly strides: number | [number, number];
  readonly pad: Padding;
  readonly dimRoundingMode: 'floor' | 'round' | 'ceil' | undefined;
}

/**
 * dx = dy, spread by the stride and padded by k − 1 − p, convolved with the filter flipped in height and width
 * and with its channels swapped. [B, h, w, Co] × [kh, kw, Ci, Co] → [B, H, W, Ci]
 */
function convolutionGradientOfInput(
  dy: tf.Tensor4D,
  filter: tf.Tensor4D,
  of: Convolution & { readonly inputShape: Shape4D },
): tf.Tensor4D {
  const info = infoOf(of.inputShape, filter.shape, of);
  const { filterHeight: kh, filterWidth: kw, strideHeight: sh, strideWidth: sw, padInfo: p } = info;
  const spread = spreadByStride(dy, sh, sw);
  const top = kh - 1 - p.top;
  const left = kw - 1 - p.left;
  const bottom = info.inHeight + kh - 1 - (spread.shape[1] + top);
  const right = info.inWidth + kw - 1 - (spread.shape[2] + left);
  const flipped = tf.transpose(tf.reverse(filter, [0, 1]), [0, 1, 3, 2]) as tf.Tensor4D; // [kh, kw, Co, Ci]
  return tf.conv2d(spread, flipped, 1, [[0, 0], [top, bottom], [left, right], [0, 0]]); // prettier-ignore
}

/**
 * dW[i, j] = Σ x[· + i, · + j] · dy: a convolution of x by dy in which x's channels act as rows of one tall image
 * and the batch as the channels. One convolution per filter row i, with a stride of one channel's height: its
 * Ci · kw outputs fill the kernel's register tiles, where kh · kw of them per channel waste a quarter (XNNPACK
 * tiles each image by itself). [B, H, W, Ci] × [B, h, w, Co] → [kh, kw, Ci, Co]
 */
function convolutionGradientOfFilter(
  x: tf.Tensor4D,
  dy: tf.Tensor4D,
  of: Convolution & { readonly filterShape: Shape4D },
): tf.Tensor4D {
  const info = infoOf(x.shape, of.filterShape, of);
  const { inChannels, outChannels, filterHeight, filterWidth, batchSize } = info;
  const { top, bottom, left, right } = info.padInfo;
  const spread = spreadByStride(dy, info.strideHeight, info.strideWidth);
  const filters = tf.transpose(spread, [1, 2, 0, 3]) as tf.Tensor4D; // [h, w, B, Co]
  const padded = tf.pad(tf.transpose(x, [3, 1, 2, 0]), [[0, 0], [top, bottom], [left, right], [0, 0]]); // prettier-ignore
  const line = (padded.shape[2] ?? 0) * batchSize;
  const planes = tf.reshape(padded, [inChannels, -1]); // flat, so that a slice is one copy per channel
  const height = spread.shape[1];
  const rows = Array.from({ length: filterHeight }, (_, row) => {
    const part = tf.slice(planes, [0, row * line], [inChannels, height * line]);
    const tall = tf.reshape(part, [1, inChannels * height, line / batchSize, batchSize]) as tf.Tensor4D;
    return tf.conv2d(tall, filters, [height, 1], 'valid'); // [1, Ci, ≥ kw, Co]
  });
  // A stride may leave columns that the forward pass never read.
  const size: Shape4D = [filterHeight, inChannels, filterWidth, outChannels];
  return tf.transpose(
    tf.slice(tf.concat(rows, 0) as tf.Tensor4D, [0, 0, 0, 0], size),
    [0, 2, 1, 3],
  ) as tf.Tensor4D;
}

/** Σ over [0, 1, 2] of [B, H, W, C], which a bias gradient is: an average pool over whole images streams once. */
function registerOuterSum(): void {
  const original = tf.getKernel('Sum', 'wasm');
  register('Sum', (call) => {
    const x = call.inputs['x'] as tf.Tensor;
    const { axis, keepDims } = call.attrs as { axis: number | number[]; keepDims: boolean };
    const axes = tf.util.parseAxisParam(axis, x.shape).join();
    if (x.rank !== 4 || x.dtype !== 'float32' || axes !== '0,1,2' || x.size === 0)
      return original.kernelFunc(call);
    const [b, h, w, c] = x.shape as Shape4D;
    const means = tf.reshape(tf.avgPool(x as tf.Tensor4D, [h, w], 1, 'valid'), [b, c]);
    return tf.reshape(tf.mul(tf.sum(means, 0), h * w), keepDims ? [1, 1, 1, c] : [c]);
  });
}

/** A matrix is transposed first, which costs a pass over it, and then multiplied as it lies. */
function registerTransposedProduct(): void {
  const original = tf.getKernel('BatchMatMul', 'wasm');
  register('BatchMatMul', (call) => {
    const { transposeA, transposeB } = call.attrs as { transposeA: boolean; transposeB: boolean };
    if (!transposeA && !transposeB) return original.kernelFunc(call);
    const a = lying(call.inputs['a'], transposeA);
    const b = lying(call.inputs['b'], transposeB);
    return original.kernelFunc({
      ...call,
      inputs: { a, b },
      attrs: { ...call.attrs, transposeA: false, transposeB: false },
    });
  });
}

/** A batch of matrices with rows and columns exchanged, where they are to be. */
function lying(matrices: tf.TensorInfo | undefined, transposed: boolean): tf.Tensor {
  if (!(matrices instanceof tf.Tensor)) throw new Error('Internal error: expected a tensor');
  if (!transposed) return matrices;
  const axes = Array.from({ length: matrices.rank }, (_, axis) => axis);
  return tf.transpose(matrices, [...axes.slice(0, -2), ...axes.slice(-2).reverse()]);
}

const REPLACED = new Set<string>();

function register(kernelName: string, kernel: tf.KernelFunc): void {
  if (REPLACED.has(kernelName)) return;
  REPLACED.add(kernelName);
  if (tf.getKernel(kernelName, 'wasm') !== undefined) tf.unregisterKernel(kernelName, 'wasm');
  const kernelFunc: tf.KernelFunc = (call) => tf.tidy(() => kernel(call) as tf.Tensor);
  tf.registerKernel({ kernelName, backendName: 'wasm', kernelFunc });
}

function infoOf(inputShape: Shape4D, filterShape: Shape4D, { strides, pad, dimRoundingMode }: Convolution) {
  return tf.backend_util.computeConv2DInfo(inputShape, filterShape, strides, 1, pad, dimRoundingMode);
}

function depthwiseInfoOf(inputShape: Shape4D, filterShape: Shape4D, attrs: unknown) {
  const { strides, pad, dimRoundingMode } = convolutionOf(attrs);
  return tf.backend_util.computeConv2DInfo(inputShape, filterShape, strides, 1, pad, dimRoundingMode, true);
}

function convolutionOf(attrs: unknown): Convolution {
  const { dataFormat } = attrs as { dataFormat?: string };
  if (dataFormat === undefined || dataFormat === 'NHWC') return attrs as Convolution;
  throw new Error(
    `convolution gradient on wasm: expected data format NHWC, got ${dataFormat}; transpose first`,
  );
}

function input4d(input: tf.TensorInfo | undefined): tf.Tensor4D {
  if (input instanceof tf.Tensor && input.rank === 4) return input as tf.Tensor4D;
  throw new Error(`Internal error: expected a tensor of rank 4 but was ${String(input?.shape)}`);
}
