import { type EncoderCut, STEM } from '../encoder-blocks.ts';
import {
  type EncoderConvolution,
  type EncoderTensor,
  type EncoderWeights,
  listConvolutions,
} from '../encoder-weights.ts';
import type { TorchTensor } from '../torch/read-torch-file.ts';

export type StateDict = ReadonlyMap<string, TorchTensor>;

/** Of all batch normalisations of EfficientNet (tensorflow/tpu: `batch_norm_epsilon`). */
const EPSILON = 1e-3;
/** Red, green and blue, which are equal in grey. */
const COLOURS = 3;

/** How efficientnet-lite-pytorch names a convolution of a block and the normalisation behind it. */
const PARTS: Readonly<Record<string, readonly [convolution: string, norm: string]>> = {
  expand: ['_expand_conv', '_bn0'],
  depthwise: ['_depthwise_conv', '_bn1'],
  project: ['_project_conv', '_bn2'],
};

/**
 * The weights of `buildEncoder` from those of efficientnet-lite-pytorch: kernels [out, in, k, k] as TensorFlow lays
 * them out, batch normalisation folded in, the stem summed over red, green and blue, which for grey is exact.
 * γ·(w∗x − μ)/√(σ² + ε) + β = (s·w)∗x + (β − s·μ), s = γ/√(σ² + ε).
 * Throws an Error that names the tensor that is missing or has another shape.
 */
export function foldEncoder(state: StateDict, cut: EncoderCut): EncoderWeights {
  return new Map(listConvolutions(cut).flatMap((convolution) => foldConvolution(state, convolution)));
}

function foldConvolution(
  state: StateDict,
  convolution: EncoderConvolution,
): readonly (readonly [name: string, tensor: EncoderTensor])[] {
  const { name, kernel: shape, outputs } = convolution;
  const [weightName, norm] = torchNames(name);
  const [gamma, beta, mean, variance] = ['weight', 'bias', 'running_mean', 'running_var'].map((part) =>
    findTensor(state, `${norm}.${part}`, [outputs]),
  );
  const channels = { length: outputs };
  const scale = Float64Array.from(channels, (_, o) => at(gamma, o) / Math.sqrt(at(variance, o) + EPSILON));
  const bias = Float32Array.from(scale, (s, o) => at(beta, o) - s * at(mean, o));
  const weight = findTensor(state, `${weightName}.weight`, torchShape(convolution));
  return [
    [`${name}/kernel`, { shape, values: layOut(convolution, weight, scale) }],
    [`${name}/bias`, { shape: [outputs], values: bias }],
  ];
}

/** `encoder_3_expand` → `_blocks.3._expand_conv` and `_blocks.3._bn0` */
function torchNames(name: string): readonly [convolution: string, norm: string] {
  if (name === STEM.name) return ['_conv_stem', '_bn0'];
  const [, number = '', part = ''] = name.split('_');
  const names = PARTS[part];
  if (names === undefined) throw new Error(`Internal error: expected a convolution of a block, got ${name}`);
  return [`_blocks.${number}.${names[0]}`, `_blocks.${number}.${names[1]}`];
}

/** [out, in, k, k]; depthwise [in, 1, k, k] */
function torchShape({ name, kernel, outputs }: EncoderConvolution): readonly number[] {
  const [height, width, inputs, perInput] = kernel;
  if (name === STEM.name) return [outputs, COLOURS, height, width];
  return [outputs, perInput === outputs ? inputs : 1, height, width];
}

/** w [out, in, k, k] → s·w [k, k, in, out], summed over colours; depthwise [in, 1, k, k] → [k, k, in, 1], in the same order as [k, k, 1, out] */
function layOut(convolution: EncoderConvolution, weight: Float32Array, scale: Float64Array): Float32Array {
  const [outputs = 0, inputs = 0, height = 0, width = 0] = torchShape(convolution);
  const sums = convolution.name === STEM.name ? inputs : 1;
  const kept = inputs / sums;
  const values = new Float32Array(height * width * kept * outputs);
  for (let o = 0; o < outputs; o++)
    for (let i = 0; i < kept; i++)
      for (let p = 0; p < height * width; p++) {
        let sum = 0;
        for (let colour = 0; colour < sums; colour++)
          sum += at(weight, (o * inputs + i + colour) * height * width + p);
        values[(p * kept + i) * outputs + o] = at(scale, o) * sum;
      }
  return values;
}

function findTensor(state: StateDict, name: string, shape: readonly number[]): Float32Array {
  const found = state.get(name);
  const [expected, got] = [shape.join(' × '), found?.shape.join(' × ')];
  if (found !== undefined && got === expected) return found.values;
  throw new Error(`state dict: expected ${expected} for ${name}, got ${got ?? 'nothing'}`);
}

function at(values: ArrayLike<number> | undefined, i: number): number {
  return values?.[i] ?? NaN;
}
