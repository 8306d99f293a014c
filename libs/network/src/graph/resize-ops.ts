import type { DType, Graph, Output } from './graph-def.ts';

/** Doublings of the sides [B, H, W, C] → [B, 2H, 2W, C], and a gradient. */
export function resizeOps(graph: Graph) {
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
    /** Every pixel twice in height and width. */
    double: (x: Output, dtype: DType) =>
      graph.add({
        op: 'ResizeNearestNeighbor',
        inputs: [x, doubledSides(x, dtype)],
        attributes: { T: { type: dtype } },
      }),

    /** Every pixel, and between two of them their mean; float32. */
    doubleBilinear: (x: Output) =>
      graph.add({
        op: 'ResizeBilinear',
        inputs: [x, doubledSides(x, 'float32')],
        attributes: { T: { type: 'float32' }, ...CORNERS },
      }),

    /** The gradient of `doubleBilinear` by its input x; float32. */
    doubleBilinearGradient: (dy: Output, x: Output) =>
      graph.add({
        op: 'ResizeBilinearGrad',
        inputs: [dy, x],
        attributes: { T: { type: 'float32' }, ...CORNERS },
      }),
  };
}

/** As tfjs's layer samples: pixel 2i is pixel i. */
const CORNERS = { align_corners: { bool: false }, half_pixel_centers: { bool: false } } as const;
