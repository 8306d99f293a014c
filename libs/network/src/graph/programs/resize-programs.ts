import type { layers } from '@tensorflow/tfjs';

import { configOf, inputShapesOf } from '../../networks/layer-config.ts';
import type { Precision } from '../../settings/train-settings.ts';
import type { Output } from '../graph-def.ts';
import type { Ops } from '../ops/ops.ts';
import type { LayerProgram } from './layer-program.ts';

/** Doubles height and width: every pixel twice, whose gradient is the sum over its four copies. */
export function upsamplingProgram(layer: layers.Layer, ops: Ops, precision: Precision): LayerProgram {
  const config = configOf<{ readonly size: readonly number[]; readonly interpolation: string }>(layer);
  const { size, interpolation } = config;
  if (String(size) !== '2,2' || interpolation !== 'nearest')
    throw new Error(
      `network: layer ${layer.name}: expected upsampling by 2 to the nearest, got ${size.join(' × ')} ${interpolation}`,
    );
  return ({ x }) => ({
    y: ops.double(x, precision),
    backward: (dy) => ({ weights: [], dx: () => [sumOfFour(ops, dy, precision)] }),
  });
}

function sumOfFour(ops: Ops, dy: Output, precision: Precision): Output {
  const four = ops.cast(ops.constant('float32', 4), 'float32', precision);
  return ops.mul(ops.averagePool(dy, precision), four, precision);
}

/** The mean over height and width, summed in float32. [B, H, W, C] → [B, C] */
export function globalAverageProgram(ops: Ops, precision: Precision): LayerProgram {
  return ({ x }) => {
    const shape = ops.shapeOf(x, precision);
    const [height, width] = [1, 2].map((side) => ops.cast(ops.pick(shape, side), 'int32', 'float32'));
    if (height === undefined || width === undefined) throw new Error('Internal error: expected two sides');
    const pixels = ops.mul(height, width, 'float32');
    const sum = ops.sum(ops.cast(x, precision, 'float32'), [1, 2]);
    return {
      y: ops.cast(ops.div(sum, pixels, 'float32'), 'float32', precision),
      backward(dy) {
        const share = ops.div(ops.cast(dy, precision, 'float32'), pixels, 'float32'); // [B, C]
        const wide = ops.reshape(
          share,
          ops.pack([
            ops.pick(shape, 0),
            ops.constant('int32', 1),
            ops.constant('int32', 1),
            ops.pick(shape, 3),
          ]),
          'float32',
        );
        return { weights: [], dx: () => [ops.cast(ops.broadcast(wide, shape), 'float32', precision)] };
      },
    };
  };
}

export function reshapeProgram(layer: layers.Layer, ops: Ops, precision: Precision): LayerProgram {
  const { targetShape } = configOf<{ readonly targetShape: readonly number[] }>(layer);
  return reshaped(targetShape, ops, precision);
}

/** Every example as one row. [B, H, W, C] → [B, H·W·C] */
export function flattenProgram(layer: layers.Layer, ops: Ops, precision: Precision): LayerProgram {
  const [shape = []] = inputShapesOf(layer);
  return reshaped([shape.slice(1).reduce<number>((size, side) => size * Number(side), 1)], ops, precision);
}

function reshaped(shape: readonly number[], ops: Ops, precision: Precision): LayerProgram {
  return ({ x }) => ({
    y: ops.reshape(x, [-1, ...shape], precision),
    backward: (dy) => ({ weights: [], dx: () => [ops.reshape(dy, ops.shapeOf(x, precision), precision)] }),
  });
}
