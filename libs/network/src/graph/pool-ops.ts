import type { DType, Graph, Output } from './graph-def.ts';

/** Windows of which a pool takes the largest: NHWC. */
export interface Pooling {
  readonly size: readonly [number, number];
  readonly strides: readonly [number, number];
  readonly padding: 'VALID' | 'SAME';
}

/** What puts one number in the place of a window. */
export function poolOps(graph: Graph) {
  const pooling = ({ size: [h, w], strides: [sh, sw], padding }: Pooling, dtype: DType) => ({
    T: { type: dtype },
    ksize: { ints: [1, h, w, 1] },
    strides: { ints: [1, sh, sw, 1] },
    padding: { string: padding },
    data_format: { string: 'NHWC' },
  });

  return {
    maxPool: (x: Output, of: Pooling, dtype: DType) =>
      graph.add({ op: 'MaxPool', inputs: [x], attributes: pooling(of, dtype) }),

    maxPoolGradient: (x: Output, y: Output, dy: Output, of: Pooling, dtype: DType) =>
      graph.add({ op: 'MaxPoolGrad', inputs: [x, y, dy], attributes: pooling(of, dtype) }),

    /** Means of 2 × 2 pixels. [B, 2H, 2W, C] → [B, H, W, C] */
    averagePool: (x: Output, dtype: DType) =>
      graph.add({
        op: 'AvgPool',
        inputs: [x],
        attributes: {
          T: { type: dtype },
          ksize: { ints: [1, 2, 2, 1] },
          strides: { ints: [1, 2, 2, 1] },
          padding: { string: 'VALID' },
          data_format: { string: 'NHWC' },
        },
      }),
  };
}
