import type { layers } from '@tensorflow/tfjs';

import { configOf } from '../../networks/layer-config.ts';
import type { Precision } from '../../settings/train-settings.ts';
import type { Output } from '../graph-def.ts';
import type { Sliding } from '../ops/convolution-ops.ts';
import type { Ops } from '../ops/ops.ts';
import { depthwiseGradients } from './depthwise-gradients.ts';
import type { LayerProgram } from './layer-program.ts';

/** Conv2D, BiasAdd and Relu, which TensorFlow fuses, and their gradients. */
export function convolutionProgram(layer: layers.Layer, ops: Ops, precision: Precision): LayerProgram {
  const { dilationRate: dilations, ...config } = checkedConfig(layer);
  return slidingProgram(layer, { ...config, dilations }, ops, precision, {
    forward: ops.conv2d,
    filterGradient: ops.conv2dFilterGradient,
    inputGradient: ops.conv2dInputGradient,
  });
}

/** The same with every channel convolved by itself. [B, H, W, C] → [B, h, w, C·M] */
export function depthwiseProgram(layer: layers.Layer, ops: Ops, precision: Precision): LayerProgram {
  const config = checkedConfig(layer);
  const { strides } = config;
  if (strides[0] !== strides[1])
    throw new Error(
      `network: layer ${layer.name}: expected a depthwise convolution with equal strides, as TensorFlow's kernels want, got ${strides.join(' × ')}`,
    );
  const dilations = [1, 1] as const; // tfjs's layer ignores another rate
  return slidingProgram(layer, { ...config, dilations }, ops, precision, {
    forward: ops.depthwiseConv2d,
    ...depthwiseGradients(layer, ops),
  });
}

/** The ops of a kind of convolution. */
interface Convolving {
  readonly forward: Ops['conv2d'];
  readonly filterGradient: Ops['conv2dFilterGradient'];
  readonly inputGradient: Ops['conv2dInputGradient'];
}

function slidingProgram(
  layer: layers.Layer,
  { strides, padding, dilations, activation, useBias }: ConvolutionConfig & Pick<Sliding, 'dilations'>,
  ops: Ops,
  precision: Precision,
  { forward, filterGradient, inputGradient }: Convolving,
): LayerProgram {
  const of: Sliding = { strides, padding: padding === 'same' ? 'SAME' : 'VALID', dilations };
  const shape = layer.weights[0]?.shape.map(Number) ?? [];
  return ({ x, weights: [kernel32, bias32] }) => {
    if (kernel32 === undefined) throw new Error(`Internal error: expected the kernel of layer ${layer.name}`);
    const cast = (weight: Output) => ops.cast(weight, 'float32', precision);
    const kernel = cast(kernel32);
    const sum = forward(x, kernel, of, precision);
    const z = bias32 === undefined ? sum : ops.biasAdd(sum, cast(bias32), precision);
    const y = activation === 'relu' ? ops.relu(z, precision) : z;
    return {
      y,
      backward(dy) {
        const dz = activation === 'relu' ? ops.reluGrad(dy, y, precision) : dy;
        const dKernel = filterGradient(x, ops.constant('int32', shape), dz, of, precision);
        const gradients = useBias ? [dKernel, ops.biasAddGradient(dz, precision)] : [dKernel];
        return {
          weights: gradients.map((gradient) => ops.cast(gradient, precision, 'float32')),
          dx: () => [inputGradient(ops.shapeOf(x, precision), kernel, dz, of, precision)],
        };
      },
    };
  };
}

interface ConvolutionConfig {
  readonly strides: readonly [number, number];
  readonly padding: 'valid' | 'same';
  readonly activation: 'linear' | 'relu';
  readonly useBias: boolean;
}

function checkedConfig(layer: layers.Layer) {
  const config = configOf<ConvolutionConfig & { readonly dilationRate: readonly [number, number] }>(layer);
  if (!['linear', 'relu'].includes(config.activation))
    throw new Error(
      `network: layer ${layer.name}: expected the activation linear or relu inside a convolution, got ${config.activation}; put it into a layer of its own`,
    );
  return config;
}
