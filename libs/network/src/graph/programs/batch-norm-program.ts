import type { layers } from '@tensorflow/tfjs';

import { configOf, inputShapesOf } from '../../networks/layer-config.ts';
import type { Precision } from '../../settings/train-settings.ts';
import type { Output } from '../graph-def.ts';
import type { Ops } from '../ops/ops.ts';
import type { LayerProgram } from './layer-program.ts';

/**
 * Batch normalisation over all but the last axis in TensorFlow's one kernel (tfjs composes some twenty):
 * y = γ·(x − mean)/√(variance + ε) + β, by the batch's own statistics in training, by the kept ones otherwise.
 * Kept statistics move by 1 − momentum; the variance is the unbiased one, n/(n − 1) of tfjs's.
 */
export function batchNormProgram(layer: layers.Layer, ops: Ops, precision: Precision): LayerProgram {
  const { epsilon, momentum } = checkedConfig(layer);
  const channels = Number(inputShapesOf(layer)[0]?.at(-1));
  const isRow = inputShapesOf(layer)[0]?.length === 2;
  const widen = (rows: Output) => (isRow ? ops.reshape(rows, [-1, 1, 1, channels], precision) : rows); // the kernel wants pixels
  const narrow = (pixels: Output) => (isRow ? ops.reshape(pixels, [-1, channels], precision) : pixels);
  return ({ x: input, weights, statistics, training }) => {
    const x = widen(input);
    const [scale, offset, mean, variance] = [...weights, ...statistics] as [Output, Output, Output, Output];
    const normalised = ops.batchNorm([x, scale, offset, mean, variance], precision, {
      epsilon,
      training,
      share: training ? 1 - momentum : 1,
    });
    return {
      y: narrow(normalised.y),
      statistics: [normalised.mean, normalised.variance],
      backward(dy) {
        const { dx, dScale, dOffset } = ops.batchNormGradient(
          [widen(dy), x, scale, ...normalised.reserved],
          precision,
          epsilon,
        );
        return { weights: [dScale, dOffset], dx: () => [narrow(dx)] };
      },
    };
  };
}

interface BatchNormConfig {
  readonly axis: number;
  readonly scale: boolean;
  readonly center: boolean;
  readonly epsilon: number;
  readonly momentum: number;
}

function checkedConfig(layer: layers.Layer): BatchNormConfig {
  const config = configOf<BatchNormConfig>(layer);
  const last = (inputShapesOf(layer)[0]?.length ?? 0) - 1;
  if ([-1, last].includes(config.axis) && config.scale && config.center) return config;
  const { axis, scale, center } = config;
  throw new Error(
    `network: layer ${layer.name}: expected batch normalisation of the last axis with scale and center, got ${JSON.stringify({ axis, scale, center })}`,
  );
}
