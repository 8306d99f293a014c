import type { DType, Graph, Output } from '../graph-def.ts';

/** How a convolution slides: NHWC, the same in height and width or each its own. */
export interface Sliding {
  readonly strides: readonly [number, number];
  readonly padding: 'VALID' | 'SAME';
  readonly dilations: readonly [number, number];
}

/** Convolutions and their gradients. */
export function convolutionOps(graph: Graph) {
  return {
    conv2d: (x: Output, kernel: Output, of: Sliding, dtype: DType) =>
      graph.add({ op: 'Conv2D', inputs: [x, kernel], attributes: sliding(of, dtype) }),

    /** `shape` [4] is that of the input, and so of the gradient. */
    conv2dInputGradient: (shape: Output, kernel: Output, dy: Output, of: Sliding, dtype: DType) =>
      graph.add({
        op: 'Conv2DBackpropInput',
        inputs: [shape, kernel, dy],
        attributes: sliding(of, dtype),
      }),

    /** `sizes` [4] are those of the kernel, and so of the gradient. */
    conv2dFilterGradient: (x: Output, sizes: Output, dy: Output, of: Sliding, dtype: DType) =>
      graph.add({
        op: 'Conv2DBackpropFilter',
        inputs: [x, sizes, dy],
        attributes: sliding(of, dtype),
      }),

    /** Every channel by itself: x [B, H, W, C], kernel [kh, kw, C, M] → [B, h, w, C·M] */
    depthwiseConv2d: (x: Output, kernel: Output, of: Sliding, dtype: DType) =>
      graph.add({ op: 'DepthwiseConv2dNative', inputs: [x, kernel], attributes: sliding(of, dtype) }),

    /** `shape` [4] is that of the input, and so of the gradient. */
    depthwiseInputGradient: (shape: Output, kernel: Output, dy: Output, of: Sliding, dtype: DType) =>
      graph.add({
        op: 'DepthwiseConv2dNativeBackpropInput',
        inputs: [shape, kernel, dy],
        attributes: sliding(of, dtype),
      }),

    /** `sizes` [4] are those of the kernel, and so of the gradient. */
    depthwiseFilterGradient: (x: Output, sizes: Output, dy: Output, of: Sliding, dtype: DType) =>
      graph.add({
        op: 'DepthwiseConv2dNativeBackpropFilter',
        inputs: [x, sizes, dy],
        attributes: sliding(of, dtype),
      }),
  };
}

function sliding({ strides: [sh, sw], padding, dilations: [dh, dw] }: Sliding, dtype: DType) {
  return {
    T: { type: dtype },
    strides: { ints: [1, sh, sw, 1] },
    padding: { string: padding },
    dilations: { ints: [1, dh, dw, 1] },
    data_format: { string: 'NHWC' },
  };
}
