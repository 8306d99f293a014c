import type { layers } from '@tensorflow/tfjs';

import { configOf, inputShapesOf } from '../../networks/layer-config.ts';
import type { Precision } from '../../settings/train-settings.ts';
import type { Output } from '../graph-def.ts';
import type { Ops } from '../ops/ops.ts';
import type { LayerProgram } from './layer-program.ts';

/** MatMul and BiasAdd, which TensorFlow fuses, and their gradients. [B, I] × [I, O] → [B, O] */
export function denseProgram(layer: layers.Layer, ops: Ops, precision: Precision): LayerProgram {
  checkDense(layer);
  const cast = (weight: Output) => ops.cast(weight, 'float32', precision);
  return ({ x, weights: [kernel32, bias32] }) => {
    if (kernel32 === undefined) throw new Error(`Internal error: expected a kernel of layer ${layer.name}`);
    const kernel = cast(kernel32);
    const product = ops.matMul(x, kernel, precision);
    return {
      y: bias32 === undefined ? product : ops.biasAdd(product, cast(bias32), precision),
      backward(dy) {
        const dKernel = ops.matMul(x, dy, precision, { transposeA: true });
        const gradients = bias32 === undefined ? [dKernel] : [dKernel, ops.biasAddGradient(dy, precision)];
        return {
          weights: gradients.map((gradient) => ops.cast(gradient, precision, 'float32')),
          dx: () => [ops.matMul(dy, kernel, precision, { transposeB: true })],
        };
      },
    };
  };
}

function checkDense(layer: layers.Layer): void {
  const { activation } = configOf<{ readonly activation: string }>(layer);
  const rank = inputShapesOf(layer)[0]?.length;
  if (activation === 'linear' && rank === 2) return;
  throw new Error(
    `network: layer ${layer.name}: expected a dense layer of rows with the activation linear, got rank ${rank} and ${activation}; flatten before it and put the activation into a layer of its own`,
  );
}
