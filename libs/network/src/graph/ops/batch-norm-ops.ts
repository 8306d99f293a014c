import { type DType, type Graph, type Output, output } from '../graph-def.ts';

/** Batch normalisation and its gradient. */
export function batchNormOps(graph: Graph) {
  return {
    /** [x, scale, offset, mean, variance] → y, the statistics moved by `share`, and what the gradient wants. */
    batchNorm(
      inputs: readonly Output[],
      dtype: DType,
      of: { readonly epsilon: number; readonly training: boolean; readonly share: number },
    ) {
      const y = graph.add({
        op: 'FusedBatchNormV3',
        inputs,
        attributes: {
          ...normalisation(dtype, of.epsilon, of.training),
          exponential_avg_factor: { float: of.share },
        },
      });
      const [mean, variance, ...reserved] = [1, 2, 3, 4, 5].map((i) => output(y, i)) as [Output, Output];
      return { y, mean, variance, reserved: reserved as readonly Output[] };
    },

    /** [dy, x, scale, …reserved] → gradients by x, scale and offset */
    batchNormGradient(inputs: readonly Output[], dtype: DType, epsilon: number) {
      const attributes = normalisation(dtype, epsilon, true);
      const dx = graph.add({ op: 'FusedBatchNormGradV3', inputs, attributes });
      return { dx, dScale: output(dx, 1), dOffset: output(dx, 2) };
    },
  };
}

function normalisation(dtype: DType, epsilon: number, training: boolean) {
  return {
    T: { type: dtype },
    U: { type: 'float32' as const },
    epsilon: { float: epsilon },
    is_training: { bool: training },
    data_format: { string: 'NHWC' },
  };
}
