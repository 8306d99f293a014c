import type { LayersModel, layers } from '@tensorflow/tfjs';

import type { Precision } from '../settings.ts';
import { convolutionProgram } from './convolution-program.ts';
import type { Output } from './graph-def.ts';
import type { Ops } from './ops.ts';

/** What a layer adds to the graph: its output, and, given the gradient of that, the gradients below it. */
export interface LayerPass {
  readonly y: Output;
  /** Gradients by the layer's own weights, in their order and float32, and by its input unless `last`. */
  backward(dy: Output): { readonly weights: readonly Output[]; dx(): Output };
}

/** Writes one layer into the graph: its input and its float32 weights in, its output and gradients out. */
export type LayerProgram = (x: Output, weights: readonly Output[]) => LayerPass;

export interface NetworkProgram {
  /** Number of parameters. */
  readonly size: number;
  forward(parameters: Output, x: Output): { readonly logits: Output; backward(dy: Output): Output };
}

/** A sequential network of layers as forward and backward nodes over one flat parameter vector [P]. */
export function networkProgram(network: LayersModel, ops: Ops, precision: Precision): NetworkProgram {
  const steps = network.layers.map((layer) => ({
    program: programOf(layer, ops, precision),
    shapes: layer.trainableWeights.map(({ shape }) => shape.map(Number)),
  }));
  const shapes = steps.flatMap((step) => step.shapes);
  const sizes = shapes.map((shape) => shape.reduce((size, side) => size * side, 1));
  const size = sizes.reduce((sum, part) => sum + part, 0);
  return {
    size,
    forward(parameters, x) {
      const weights = ops
        .split(parameters, sizes)
        .map((part, i) => ops.reshape(part, shapes[i] ?? [], 'float32'));
      const passes: LayerPass[] = [];
      let y = x;
      let used = 0;
      for (const { program, shapes: own } of steps) {
        const pass = program(y, weights.slice(used, (used += own.length)));
        passes.push(pass);
        y = pass.y;
      }
      return { logits: y, backward: (dy) => flatGradient(ops, passes, dy) };
    },
  };
}

/** From the last layer to the first, whose input has no use for a gradient. → [P] */
function flatGradient(ops: Ops, passes: readonly LayerPass[], dy: Output): Output {
  const gradients: Output[] = [];
  let gradient = dy;
  for (let layer = passes.length - 1; layer >= 0; layer--) {
    const below = passes[layer]?.backward(gradient);
    if (below === undefined) continue;
    gradients.unshift(...below.weights);
    if (layer > 0) gradient = below.dx();
  }
  return ops.concat(
    gradients.map((part) => ops.reshape(part, [-1], 'float32')),
    0,
    'float32',
  );
}

function programOf(layer: layers.Layer, ops: Ops, precision: Precision): LayerProgram {
  switch (layer.getClassName()) {
    case 'Conv2D':
      return convolutionProgram(layer, ops, precision);
    default:
      throw new Error(
        `network: layer ${layer.name}: expected one that the tensorflow engine has a program for, got ${layer.getClassName()}`,
      );
  }
}
