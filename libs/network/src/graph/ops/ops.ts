import { type DType, type Graph, type Output, output, type Shape } from '../graph-def.ts';
import { batchNormOps } from './batch-norm-ops.ts';
import { convolutionOps } from './convolution-ops.ts';
import { lossOps } from './loss-ops.ts';
import { resizeOps } from './resize-ops.ts';
import { variableOps } from './variable-ops.ts';

/** TensorFlow's ops as functions that add a node and return what it gives. */
export type Ops = ReturnType<typeof opsOf>;

export function opsOf(graph: Graph) {
  const unary = (op: string) => (x: Output, dtype: DType) =>
    graph.add({ op, inputs: [x], attributes: { T: { type: dtype } } });
  const binary = (op: string) => (x: Output, y: Output, dtype: DType) =>
    graph.add({ op, inputs: [x, y], attributes: { T: { type: dtype } } });

  const constant = (dtype: 'float32' | 'int32', values: number | readonly number[], shape?: Shape) => {
    const list = typeof values === 'number' ? [values] : values;
    const sides = shape ?? (typeof values === 'number' ? [] : [list.length]);
    return graph.add({
      op: 'Const',
      attributes: { dtype: { type: dtype }, value: { constant: { dtype, shape: sides, values: list } } },
    });
  };

  const cast = (x: Output, from: DType, to: DType) =>
    from === to
      ? x
      : graph.add({ op: 'Cast', inputs: [x], attributes: { SrcT: { type: from }, DstT: { type: to } } });

  /** The number 0 of a type. */
  const zero = (dtype: DType) => cast(constant('float32', 0), 'float32', dtype);

  const greater = binary('Greater');

  /** `yes` where `condition` holds, else `no`; all three spread over one another. */
  const select = (condition: Output, yes: Output, no: Output, dtype: DType) =>
    graph.add({ op: 'SelectV2', inputs: [condition, yes, no], attributes: { T: { type: dtype } } });

  const shapeOf = (x: Output, dtype: DType) =>
    graph.add({ op: 'Shape', inputs: [x], attributes: { T: { type: dtype }, out_type: { type: 'int32' } } });

  const reshape = (x: Output, shape: Shape | Output, dtype: DType) =>
    graph.add({
      op: 'Reshape',
      inputs: [x, 'node' in shape ? shape : constant('int32', shape)],
      attributes: { T: { type: dtype }, Tshape: { type: 'int32' } },
    });

  return {
    constant,
    shapeOf,
    reshape,
    add: binary('AddV2'),
    sub: binary('Sub'),
    mul: binary('Mul'),
    div: binary('RealDiv'),
    floorDiv: binary('FloorDiv'),
    maximum: binary('Maximum'),
    sqrt: unary('Sqrt'),
    log: unary('Log'),
    relu: unary('Relu'),
    relu6: unary('Relu6'),
    elu: unary('Elu'),
    eluGrad: binary('EluGrad'), // (dy, y)
    greater,
    select,

    /** dy where y, the output, is above 0. In bfloat16 TensorFlow's own kernel takes twice as long. */
    reluGrad: (dy: Output, y: Output, dtype: DType) =>
      dtype === 'bfloat16'
        ? select(greater(y, zero(dtype), dtype), dy, zero(dtype), dtype)
        : binary('ReluGrad')(dy, y, dtype),

    /** dy where y, the output, is between 0 and 6. */
    relu6Grad(dy: Output, y: Output, dtype: DType) {
      if (dtype !== 'bfloat16') return binary('Relu6Grad')(dy, y, dtype);
      const six = cast(constant('float32', 6), 'float32', dtype);
      const below = binary('Less')(y, six, dtype);
      const between = graph.add({ op: 'LogicalAnd', inputs: [greater(y, zero(dtype), dtype), below] });
      return select(between, dy, zero(dtype), dtype);
    },

    leakyRelu: (x: Output, slope: number, dtype: DType) =>
      graph.add({
        op: 'LeakyRelu',
        inputs: [x],
        attributes: { T: { type: dtype }, alpha: { float: slope } },
      }),

    leakyReluGrad: (dy: Output, y: Output, slope: number, dtype: DType) =>
      graph.add({
        op: 'LeakyReluGrad',
        inputs: [dy, y],
        attributes: { T: { type: dtype }, alpha: { float: slope } },
      }),

    /** Float32 numbers in [lower, upper) that follow from `seed`, an int32 pair, and the shape alone. */
    uniform(
      shape: Output,
      seed: Output,
      { lower, upper }: { readonly lower: number; readonly upper: number },
    ) {
      const unit = graph.add({
        op: 'StatelessRandomUniform',
        inputs: [shape, seed],
        attributes: { dtype: { type: 'float32' }, T: { type: 'int32' }, Tseed: { type: 'int32' } },
      });
      const spread = binary('Mul')(unit, constant('float32', upper - lower), 'float32');
      return binary('AddV2')(spread, constant('float32', lower), 'float32');
    },

    matMul: (a: Output, b: Output, dtype: DType, { transposeA = false, transposeB = false } = {}) =>
      graph.add({
        op: 'MatMul',
        inputs: [a, b],
        attributes: {
          T: { type: dtype },
          transpose_a: { bool: transposeA },
          transpose_b: { bool: transposeB },
        },
      }),

    placeholder: (name: string, dtype: DType, shape: Shape) =>
      graph.add({ op: 'Placeholder', name, attributes: { dtype: { type: dtype }, shape: { shape } } }),

    /** A name under which a run fetches `x`, after the nodes of `after` have run. */
    result: (name: string, x: Output, dtype: DType, after: readonly Output[] = []) =>
      graph.add({ op: 'Identity', name, inputs: [x], after, attributes: { T: { type: dtype } } }),

    cast,

    zero,

    sum: (x: Output, axes: readonly number[], { keep = false } = {}) =>
      graph.add({
        op: 'Sum',
        inputs: [x, constant('int32', axes)],
        attributes: { T: { type: 'float32' }, Tidx: { type: 'int32' }, keep_dims: { bool: keep } },
      }),

    /** A float32 vector cut into parts of `sizes`. */
    split(x: Output, sizes: readonly number[]): readonly Output[] {
      const parts = graph.add({
        op: 'SplitV',
        inputs: [x, constant('int32', sizes), constant('int32', 0)],
        attributes: { T: { type: 'float32' }, Tlen: { type: 'int32' }, num_split: { int: sizes.length } },
      });
      return sizes.map((_, i) => output(parts, i));
    },

    concat: (parts: readonly Output[], axis: number, dtype: DType) =>
      graph.add({
        op: 'ConcatV2',
        inputs: [...parts, constant('int32', axis)],
        attributes: { T: { type: dtype }, Tidx: { type: 'int32' }, N: { int: parts.length } },
      }),

    range: (start: Output, limit: Output, step: Output) =>
      graph.add({ op: 'Range', inputs: [start, limit, step], attributes: { Tidx: { type: 'int32' } } }),

    /** One number of a vector. */
    pick: (vector: Output, place: number) =>
      graph.add({
        op: 'GatherV2',
        inputs: [vector, constant('int32', place), constant('int32', 0)],
        attributes: { Tparams: { type: 'int32' }, Tindices: { type: 'int32' }, Taxis: { type: 'int32' } },
      }),

    /** Numbers as a vector. */
    pack: (numbers: readonly Output[]) =>
      graph.add({
        op: 'Pack',
        inputs: numbers,
        attributes: { T: { type: 'int32' }, N: { int: numbers.length }, axis: { int: 0 } },
      }),

    biasAdd: (x: Output, bias: Output, dtype: DType) =>
      graph.add({
        op: 'BiasAdd',
        inputs: [x, bias],
        attributes: { T: { type: dtype }, data_format: { string: 'NHWC' } },
      }),

    biasAddGradient: (dy: Output, dtype: DType) =>
      graph.add({
        op: 'BiasAddGrad',
        inputs: [dy],
        attributes: { T: { type: dtype }, data_format: { string: 'NHWC' } },
      }),

    /** `paddings` [rank, 2]: zeros before and behind, int32. */
    pad: (x: Output, paddings: Output, dtype: DType) =>
      graph.add({
        op: 'Pad',
        inputs: [x, paddings],
        attributes: { T: { type: dtype }, Tpaddings: { type: 'int32' } },
      }),

    /** `size` may hold −1 for all that is left. */
    slice: (x: Output, begin: Output, size: Output, dtype: DType) =>
      graph.add({
        op: 'Slice',
        inputs: [x, begin, size],
        attributes: { T: { type: dtype }, Index: { type: 'int32' } },
      }),

    zeros: (shape: Shape) =>
      graph.add({
        op: 'Fill',
        inputs: [constant('int32', shape), constant('float32', 0)],
        attributes: { T: { type: 'float32' }, index_type: { type: 'int32' } },
      }),

    broadcast: (x: Output, shape: Output) =>
      graph.add({
        op: 'BroadcastTo',
        inputs: [x, shape],
        attributes: { T: { type: 'float32' }, Tidx: { type: 'int32' } },
      }),

    ...convolutionOps(graph),
    ...batchNormOps(graph),
    ...lossOps(graph, constant),
    ...resizeOps(graph),
    ...variableOps(graph),
  };
}
