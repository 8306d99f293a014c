import type { DType, Graph, Output } from '../graph-def.ts';

/** Windows of which a pool takes the largest: NHWC. */
export interface Pooling {
  readonly size: readonly [number, number];
  readonly strides: readonly [number, number];
  readonly padding: 'VALID' | 'SAME';
}

/** What puts one number in the place of a window, and doublings of the sides [B, H, W, C] → [B, 2H, 2W, C]. */
export function resizeOps(graph: Graph) {
  return {
    maxPool: (x: Output, of: Pooling, dtype: DType) =>
      graph.add({ op: 'MaxPool', inputs: [x], attributes: pooling(of, dtype) }),

    maxPoolGradient: (x: Output, y: Output, dy: Output, of: Pooling, dtype: DType) =>
      graph.add({ op: 'MaxPoolGrad', inputs: [x, y, dy], attributes: pooling(of, dtype) }),

    /** Means of 2 × 2 pixels. [B, 2H, 2W, C] → [B, H, W, C] */
    averagePool: (x: Output, dtype: DType) =>
      graph.add({ op: 'AvgPool', inputs: [x], attributes: pooling(HALVES, dtype) }),

    /** Every pixel twice in height and width. */
    double: (x: Output, dtype: DType) =>
      graph.add({
        op: 'ResizeNearestNeighbor',
        inputs: [x, doubledSides(graph, x, dtype)],
        attributes: { T: { type: dtype } },
      }),
  };
}

const HALVES: Pooling = { size: [2, 2], strides: [2, 2], padding: 'VALID' };

function pooling({ size: [h, w], strides: [sh, sw], padding }: Pooling, dtype: DType) {
  return {
    T: { type: dtype },
    ksize: { ints: [1, h, w, 1] },
    strides: { ints: [1, sh, sw, 1] },
    padding: { string: padding },
    data_format: { string: 'NHWC' },
  } as const;
}

/** Twice the height and the width of `x`, as it turns out. */
function doubledSides(graph: Graph, x: Output, dtype: DType): Output {
  const shape = graph.add({
    op: 'Shape',
    inputs: [x],
    attributes: { T: { type: dtype }, out_type: { type: 'int32' } },
  });
  const sides = graph.add({
    op: 'StridedSlice',
    inputs: [shape, ...[[1], [3], [1]].map((place) => int32(graph, place))],
    attributes: { T: { type: 'int32' }, Index: { type: 'int32' } },
  });
  return graph.add({
    op: 'Mul',
    inputs: [sides, int32(graph, [2], [])],
    attributes: { T: { type: 'int32' } },
  });
}

function int32(graph: Graph, values: readonly number[], shape = [values.length]): Output {
  return graph.add({
    op: 'Const',
    attributes: { dtype: { type: 'int32' }, value: { constant: { dtype: 'int32', shape, values } } },
  });
}
