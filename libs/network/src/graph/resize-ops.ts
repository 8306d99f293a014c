import type { DType, Graph, Output } from './graph-def.ts';

/** Windows of which a pool takes the largest: NHWC. */
export interface Pooling {
  readonly size: readonly [number, number];
  readonly strides: readonly [number, number];
  readonly padding: 'VALID' | 'SAME';
}

/** What puts one number in the place of a window, and doublings of the sides [B, H, W, C] → [B, 2H, 2W, C]. */
export function resizeOps(graph: Graph) {
  const pooling = ({ size: [h, w], strides: [sh, sw], padding }: Pooling, dtype: DType) => ({
    T: { type: dtype },
    ksize: { ints: [1, h, w, 1] },
    strides: { ints: [1, sh, sw, 1] },
    padding: { string: padding },
    data_format: { string: 'NHWC' },
  });

  const constant = (values: readonly number[], shape = [values.length]) =>
    graph.add({
      op: 'Const',
      attributes: { dtype: { type: 'int32' }, value: { constant: { dtype: 'int32', shape, values } } },
    });

  const doubledSides = (x: Output, dtype: DType) => {
    const shape = graph.add({
      op: 'Shape',
      inputs: [x],
      attributes: { T: { type: dtype }, out_type: { type: 'int32' } },
    });
    const sides = graph.add({
      op: 'StridedSlice',
      inputs: [shape, ...[[1], [3], [1]].map((place) => constant(place))],
      attributes: { T: { type: 'int32' }, Index: { type: 'int32' } },
    });
    return graph.add({
      op: 'Mul',
      inputs: [sides, constant([2], [])],
      attributes: { T: { type: 'int32' } },
    });
  };

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

    /** Every pixel twice in height and width. */
    double: (x: Output, dtype: DType) =>
      graph.add({
        op: 'ResizeNearestNeighbor',
        inputs: [x, doubledSides(x, dtype)],
        attributes: { T: { type: dtype } },
      }),
  };
}
