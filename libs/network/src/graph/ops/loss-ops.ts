import type { Graph, Output } from '../graph-def.ts';

/** What the loss of soft targets is made of. */
export function lossOps(
  graph: Graph,
  constant: (dtype: 'int32', values: number | readonly number[]) => Output,
) {
  return {
    /** The numbers of a float32 vector at `places`. */
    gather: (vector: Output, places: Output) =>
      graph.add({
        op: 'GatherV2',
        inputs: [vector, places, constant('int32', 0)],
        attributes: { Tparams: { type: 'float32' }, Tindices: { type: 'int32' }, Taxis: { type: 'int32' } },
      }),

    /** A float32 vector less `values` at `places` [n, 1]; those of one place add up. */
    scatterSub: (vector: Output, places: Output, values: Output) =>
      graph.add({
        op: 'TensorScatterSub',
        inputs: [vector, places, values],
        attributes: { T: { type: 'float32' }, Tindices: { type: 'int32' } },
      }),

    /** Row by row. [n, Q] */
    softmax: (x: Output) => graph.add({ op: 'Softmax', inputs: [x], attributes: { T: { type: 'float32' } } }),

    /** Of each row. [n, Q] → [n, 1] */
    greatest: (x: Output) =>
      graph.add({
        op: 'Max',
        inputs: [x, constant('int32', [1])],
        attributes: { T: { type: 'float32' }, Tidx: { type: 'int32' }, keep_dims: { bool: true } },
      }),
  };
}
