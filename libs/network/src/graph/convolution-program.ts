import type { layers } from '@tensorflow/tfjs';

import { configOf } from '../networks/layer-config.ts';
import type { Precision } from '../settings/train-settings.ts';
import type { Sliding } from './convolution-ops.ts';
import type { Output } from './graph-def.ts';
import type { LayerProgram } from './layer-program.ts';
import type { Ops } from './ops.ts';

/** Conv2D, BiasAdd and Relu, which TensorFlow fuses, and their gradients. */
export function convolutionProgram(layer: layers.Layer, ops: Ops, precision: Precision): LayerProgram {
  const { strides, padding, dilationRate, activation, useBias } = checkedConfig(layer);
  const of: Sliding = { strides, padding: padding === 'same' ? 'SAME' : 'VALID', dilations: dilationRate };
  const shape = layer.trainableWeights[0]?.shape.map(Number) ?? [];
  return ({ x, weights: [kernel32, bias32] }) => {
    const cast = (weight: Output) => ops.cast(weight, 'float32', precision);
    const kernel = cast(kernel32);
    const sum = ops.conv2d(x, kernel, of, precision);
    const z = bias32 === undefined ? sum : ops.biasAdd(sum, cast(bias32), precision);
    const y = activation === 'relu' ? ops.relu(z, precision) : z;
    return {
      y,
      backward(dy) {
        const dz = activation === 'relu' ? ops.reluGrad(dy, y, precision) : dy;
        const dKernel = ops.conv2dFilterGradient(x, ops.constant('int32', shape), dz, of, precision);
        const gradients = useBias ? [dKernel, ops.biasAddGradient(dz, precision)] : [dKernel];
        return {
          weights: gradients.map((gradient) => ops.cast(gradient, precision, 'float32')),
          dx: () => [ops.conv2dInputGradient(ops.shapeOf(x, precision), kernel, dz, of, precision)],
        };
      },
    };
  };
}

interface ConvolutionConfig {
  readonly strides: readonly [number, number];
  readonly padding: 'valid' | 'same';
  readonly dilationRate: readonly [number, number];
  readonly activation: 'linear' | 'relu';
  readonly useBias: boolean;
}

function checkedConfig(layer: layers.Layer): ConvolutionConfig {
  const config = configOf<ConvolutionConfig>(layer);
  if (!['linear', 'relu'].includes(config.activation))
    throw new Error(
      `network: layer ${layer.name}: expected the activation linear or relu inside a convolution, got ${config.activation}; put it into a layer of its own`,
    );
  return config;
}
