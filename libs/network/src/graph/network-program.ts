import type { LayersModel, layers } from '@tensorflow/tfjs';

import type { Precision } from '../settings.ts';
import { batchNormProgram } from './batch-norm-program.ts';
import { convolutionProgram } from './convolution-program.ts';
import type { Output, Shape } from './graph-def.ts';
import type { Ops } from './ops.ts';
import { reluProgram } from './relu-program.ts';

/** What a layer adds to the graph: its output and, given the gradient of that, the gradients below it. */
export interface LayerPass {
  readonly y: Output;
  /** What the layer's statistics become, in their order; none where it keeps none. */
  readonly statistics?: readonly Output[];
  /** Gradients by the layer's own weights, in their order and float32; by its input where one is wanted. */
  backward(dy: Output): { readonly weights: readonly Output[]; dx(): Output };
}

/** Writes one layer into the graph: its input and its float32 weights and statistics in, its pass out. */
export type LayerProgram = (
  x: Output,
  weights: readonly Output[],
  statistics: readonly Output[],
  training: boolean,
) => LayerPass;

export interface NetworkProgram {
  /** Number of parameters that gradients move. */
  readonly size: number;
  /** Number of statistics that batches move: the means and variances of batch normalisation. */
  readonly statistics: number;
  /** parameters [P], statistics [S], x [B, H, W, C] */
  forward(state: ProgramState, x: Output, options: { readonly training: boolean }): NetworkPass;
}

export interface ProgramState {
  readonly parameters: Output; // [P]
  readonly statistics: Output; // [S]
}

export interface NetworkPass {
  readonly logits: Output;
  /** What the statistics become [S]; null when there are none, or not in training. */
  readonly statistics: Output | null;
  /** The gradient by all parameters. → [P] */
  backward(dy: Output): Output;
}

/** A sequential network of layers as forward and backward nodes over flat vectors of what it has learnt. */
export function networkProgram(network: LayersModel, ops: Ops, precision: Precision): NetworkProgram {
  const steps = network.layers.map((layer) => ({
    program: programOf(layer, ops, precision),
    weights: layer.trainableWeights.map(({ shape }) => shape.map(Number)),
    statistics: layer.nonTrainableWeights.map(({ shape }) => shape.map(Number)),
  }));
  const weightShapes = steps.flatMap(({ weights }) => weights);
  const statisticShapes = steps.flatMap(({ statistics }) => statistics);
  return {
    size: sizeOf(weightShapes),
    statistics: sizeOf(statisticShapes),
    forward(state, x, { training }) {
      const weights = cut(ops, state.parameters, weightShapes);
      const statistics = cut(ops, state.statistics, statisticShapes);
      const passes: LayerPass[] = [];
      for (const step of steps) {
        const below = passes.at(-1)?.y ?? x;
        const own = [
          weights.splice(0, step.weights.length),
          statistics.splice(0, step.statistics.length),
        ] as const;
        passes.push(step.program(below, ...own, training));
      }
      const moved = passes.flatMap((pass) => pass.statistics ?? []);
      return {
        logits: passes.at(-1)?.y ?? x,
        statistics: training && moved.length > 0 ? flat(ops, moved) : null,
        backward: (dy) => flatGradient(ops, passes, dy),
      };
    },
  };
}

/** From the last layer to the first, whose input has no use for a gradient. → [P] */
function flatGradient(ops: Ops, passes: readonly LayerPass[], dy: Output): Output {
  const gradients: Output[] = [];
  let gradient = dy;
  for (const [i, pass] of [...passes.entries()].reverse()) {
    const below = pass.backward(gradient);
    gradients.unshift(...below.weights);
    if (i > 0) gradient = below.dx();
  }
  return flat(ops, gradients);
}

/** A flat vector as tensors of these shapes. */
function cut(ops: Ops, vector: Output, shapes: readonly Shape[]): Output[] {
  if (shapes.length === 0) return [];
  const parts = ops.split(
    vector,
    shapes.map((shape) => sizeOf([shape])),
  );
  return parts.map((part, i) => ops.reshape(part, shapes[i] ?? [], 'float32'));
}

function flat(ops: Ops, parts: readonly Output[]): Output {
  return ops.concat(
    parts.map((part) => ops.reshape(part, [-1], 'float32')),
    0,
    'float32',
  );
}

function sizeOf(shapes: readonly Shape[]): number {
  return shapes.reduce((sum, shape) => sum + shape.reduce((size, side) => size * side, 1), 0);
}

function programOf(layer: layers.Layer, ops: Ops, precision: Precision): LayerProgram {
  switch (layer.getClassName()) {
    case 'Conv2D':
      return convolutionProgram(layer, ops, precision);
    case 'BatchNormalization':
      return batchNormProgram(layer, ops, precision);
    case 'ReLU':
      return reluProgram(ops, precision);
    default:
      throw new Error(
        `network: layer ${layer.name}: expected one that the tensorflow engine has a program for, got ${layer.getClassName()}`,
      );
  }
}
