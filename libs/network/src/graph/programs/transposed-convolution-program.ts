import type { layers } from '@tensorflow/tfjs';

import { configOf } from '../../networks/layer-config.ts';
import type { Precision } from '../../settings/train-settings.ts';
import type { Output } from '../graph-def.ts';
import type { Sliding } from '../ops/convolution-ops.ts';
import type { Ops } from '../ops/ops.ts';
import type { LayerProgram } from './layer-program.ts';

/**
 * A convolution's gradient by its input as a layer: every pixel adds its kernel [kh, kw, Co, Ci] to an output
 * larger by the strides. The gradients of it are a convolution, and its gradient by the filter, with input and
 * output in each other's place. [B, H, W, Ci] → [B, sH, sW, Co]
 */
export function transposedConvolutionProgram(
  layer: layers.Layer,
  ops: Ops,
  precision: Precision,
): LayerProgram {
  const { strides, activation, useBias } = checkedConfig(layer);
  const of: Sliding = { strides, padding: 'SAME', dilations: [1, 1] };
  const kernelShape = layer.trainableWeights[0]?.shape.map(Number) ?? [];
  return ({ x, weights: [kernel32, bias32] }) => {
    const cast = (weight: Output) => ops.cast(weight, 'float32', precision);
    const kernel = cast(kernel32);
    const shape = largerShape(ops, ops.shapeOf(x, precision), strides, Number(kernelShape[2]));
    const sum = ops.conv2dInputGradient(shape, kernel, x, of, precision);
    const z = bias32 === undefined ? sum : ops.biasAdd(sum, cast(bias32), precision);
    const y = activation === 'relu' ? ops.relu(z, precision) : z;
    return {
      y,
      backward(dy) {
        const dz = activation === 'relu' ? ops.reluGrad(dy, y, precision) : dy;
        const dKernel = ops.conv2dFilterGradient(dz, ops.constant('int32', kernelShape), x, of, precision);
        const gradients = useBias ? [dKernel, ops.biasAddGradient(dz, precision)] : [dKernel];
        return {
          weights: gradients.map((gradient) => ops.cast(gradient, precision, 'float32')),
          dx: () => [ops.conv2d(dz, kernel, of, precision)],
        };
      },
    };
  };
}

/** [B, H, W, Ci] as a vector → [B, sH, sW, Co] as a vector */
function largerShape(
  ops: Ops,
  shape: Output,
  [down, across]: readonly [number, number],
  channels: number,
): Output {
  const times = (side: number, factor: number) =>
    ops.mul(ops.pick(shape, side), ops.constant('int32', factor), 'int32');
  return ops.pack([ops.pick(shape, 0), times(1, down), times(2, across), ops.constant('int32', channels)]);
}

interface TransposedConfig {
  readonly strides: readonly [number, number];
  readonly padding: string;
  readonly activation: string;
  readonly useBias: boolean;
}

function checkedConfig(layer: layers.Layer): TransposedConfig {
  const config = configOf<TransposedConfig>(layer);
  const { padding, activation } = config;
  if (padding === 'same' && ['linear', 'relu'].includes(activation)) return config;
  throw new Error(
    `network: layer ${layer.name}: expected a transposed convolution with padding same, linear or relu, got ${JSON.stringify({ padding, activation })}`,
  );
}
