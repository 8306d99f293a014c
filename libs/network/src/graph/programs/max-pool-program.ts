import type { layers } from '@tensorflow/tfjs';

import { configOf } from '../../networks/layer-config.ts';
import type { Precision } from '../../settings/train-settings.ts';
import type { Ops } from '../ops/ops.ts';
import type { Pooling } from '../ops/resize-ops.ts';
import type { LayerProgram } from './layer-program.ts';

interface MaxPoolConfig {
  readonly poolSize: readonly [number, number];
  readonly strides: readonly [number, number];
  readonly padding: 'valid' | 'same';
}

/** The largest of each window. [B, H, W, C] → [B, H/s, W/s, C] */
export function maxPoolProgram(layer: layers.Layer, ops: Ops, precision: Precision): LayerProgram {
  const { poolSize, strides, padding } = configOf<MaxPoolConfig>(layer);
  const of: Pooling = { size: poolSize, strides, padding: padding === 'same' ? 'SAME' : 'VALID' };
  return ({ x }) => {
    const y = ops.maxPool(x, of, precision);
    return {
      y,
      backward: (dy) => ({ weights: [], dx: () => [ops.maxPoolGradient(x, y, dy, of, precision)] }),
    };
  };
}
