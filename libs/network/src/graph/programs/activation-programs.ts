import type { layers } from '@tensorflow/tfjs';
import { rngFrom } from '@tintype/colour';

import { configOf } from '../../networks/layer-config.ts';
import { meanSlope, type RReluConfig } from '../../networks/rrelu.ts';
import type { Precision } from '../../settings/train-settings.ts';
import type { Output } from '../graph-def.ts';
import type { Ops } from '../ops/ops.ts';
import type { LayerPass, LayerProgram } from './layer-program.ts';

/** max(x, 0), or with `maxValue` 6 min(max(x, 0), 6). */
export function reluProgram(layer: layers.Layer, ops: Ops, precision: Precision): LayerProgram {
  const { maxValue = null } = configOf<{ readonly maxValue?: number | null }>(layer);
  if (maxValue !== null && maxValue !== 6)
    throw new Error(`network: layer ${layer.name}: expected a ReLU up to 6 or without end, got ${maxValue}`);
  const [forward, backward] = maxValue === 6 ? [ops.relu6, ops.relu6Grad] : [ops.relu, ops.reluGrad];
  return ({ x }) => {
    const y = forward(x, precision);
    return { y, backward: (dy) => ({ weights: [], dx: () => [backward(dy, y, precision)] }) };
  };
}

export function leakyReluProgram(layer: layers.Layer, ops: Ops, precision: Precision): LayerProgram {
  const { alpha } = configOf<{ readonly alpha: number }>(layer);
  return ({ x }) => leakyPass(ops, x, alpha, precision);
}

/** The sign of y is that of x; were x read again, TensorFlow's optimiser would fail to fuse the bias before it. */
function leakyPass(ops: Ops, x: Output, slope: number, precision: Precision): LayerPass {
  const y = ops.leakyRelu(x, slope, precision);
  return {
    y,
    backward: (dy) => ({ weights: [], dx: () => [ops.leakyReluGrad(dy, y, slope, precision)] }),
  };
}

export function eluProgram(ops: Ops, precision: Precision): LayerProgram {
  return ({ x }) => {
    const y = ops.elu(x, precision);
    return { y, backward: (dy) => ({ weights: [], dx: () => [ops.eluGrad(dy, y, precision)] }) };
  };
}

/** x > 0 ? x : α·x, where α [1, …, C] is learnt; its gradient is summed over what shares it. */
export function preluProgram(layer: layers.Layer, ops: Ops, precision: Precision): LayerProgram {
  const shape = layer.trainableWeights[0]?.shape.map(Number) ?? [];
  const shared = [0, ...shape.flatMap((side, axis) => (side === 1 ? [axis + 1] : []))];
  return ({ x, weights: [alpha32] }) => {
    if (alpha32 === undefined) throw new Error(`Internal error: expected the slopes of layer ${layer.name}`);
    const pass = slopedPass(ops, x, ops.cast(alpha32, 'float32', precision), precision);
    return {
      y: pass.y,
      backward(dy) {
        const zero = ops.zero(precision);
        const byAlpha = ops.select(pass.isPositive, zero, ops.mul(dy, x, precision), precision);
        const summed = ops.sum(ops.cast(byAlpha, precision, 'float32'), shared);
        return { weights: [ops.reshape(summed, shape, 'float32')], dx: () => [pass.dx(dy)] };
      },
    };
  };
}

/**
 * The layer `RReLU`: in training its slopes come from TensorFlow's counter-based generator (Philox), keyed by the
 * layer and by the number of the step, so that a resumed training draws the same; otherwise it is a leaky ReLU.
 */
export function rreluProgram(layer: layers.Layer, ops: Ops, precision: Precision): LayerProgram {
  const config = configOf<RReluConfig>(layer);
  const key = Math.floor(rngFrom('rrelu', config.seed, layer.name)() * 2 ** 31);
  return ({ x, training, draw }) => {
    if (!training) return leakyPass(ops, x, meanSlope(config), precision);
    if (draw === undefined)
      throw new Error(`Internal error: expected layer ${layer.name} to be told the draw`);
    const seed = ops.pack([ops.constant('int32', key), draw]);
    const shape = config.draw === 'batch' ? ops.constant('int32', []) : ops.shapeOf(x, precision);
    const a = ops.uniform(shape, seed, config);
    const slope32 = config.form === 'divide' ? ops.div(ops.constant('float32', 1), a, 'float32') : a;
    const pass = slopedPass(ops, x, ops.cast(slope32, 'float32', precision), precision);
    return { y: pass.y, backward: (dy) => ({ weights: [], dx: () => [pass.dx(dy)] }) };
  };
}

/** x > 0 ? x : slope · x, with slopes of any shape that spreads over x. */
function slopedPass(ops: Ops, x: Output, slope: Output, precision: Precision) {
  const isPositive = ops.greater(x, ops.zero(precision), precision);
  const apply = (values: Output) =>
    ops.select(isPositive, values, ops.mul(values, slope, precision), precision);
  return { y: apply(x), dx: apply, isPositive };
}
