import type { layers } from '@tensorflow/tfjs';

import { inputShapesOf } from '../../networks/layer-config.ts';
import type { Precision } from '../../settings/train-settings.ts';
import type { Ops } from '../ops/ops.ts';
import type { LayerProgram } from './layer-program.ts';

/** The sum of its inputs, where one may be a single pixel [B, 1, 1, C] that is added everywhere. */
export function addProgram(layer: layers.Layer, ops: Ops, precision: Precision): LayerProgram {
  const spread = inputShapesOf(layer).map((shape) => shape[1] === 1 && shape[2] === 1);
  return ({ inputs: [first, ...rest] }) => {
    if (first === undefined) throw new Error(`Internal error: expected inputs of layer ${layer.name}`);
    const gather = (dy: typeof first) =>
      ops.cast(ops.sum(ops.cast(dy, precision, 'float32'), [1, 2], { keep: true }), 'float32', precision);
    return {
      y: rest.reduce((sum, input) => ops.add(sum, input, precision), first),
      backward: (dy) => ({ weights: [], dx: () => spread.map((one) => (one ? gather(dy) : dy)) }),
    };
  };
}
