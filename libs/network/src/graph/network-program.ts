import type { LayersModel, layers } from '@tensorflow/tfjs';

import type { Precision } from '../settings.ts';
import {
  eluProgram,
  leakyReluProgram,
  preluProgram,
  reluProgram,
  rreluProgram,
} from './activation-programs.ts';
import { batchNormProgram } from './batch-norm-program.ts';
import { convolutionProgram } from './convolution-program.ts';
import { denseProgram } from './dense-program.ts';
import type { Output, Shape } from './graph-def.ts';
import type { Ops } from './ops.ts';
import { addProgram, concatenateProgram } from './merge-programs.ts';
import { maxPoolProgram } from './max-pool-program.ts';
import {
  flattenProgram,
  globalAverageProgram,
  reshapeProgram,
  upsamplingProgram,
} from './resize-programs.ts';
import { transposedConvolutionProgram } from './transposed-convolution-program.ts';

/** What a layer adds to the graph: its output and, given the gradient of that, the gradients below it. */
export interface LayerPass {
  readonly y: Output;
  /** What the layer's statistics become, in their order; none where it keeps none. */
  readonly statistics?: readonly Output[];
  /** Gradients by the layer's own weights, in their order and float32; by its inputs where they are wanted. */
  backward(dy: Output): { readonly weights: readonly Output[]; dx(): readonly Output[] };
}

/** What a layer works on: most have one input. */
export interface LayerInput {
  readonly x: Output;
  /** All inputs, `x` the first of them. */
  readonly inputs: readonly Output[];
  readonly weights: readonly Output[]; // float32
  readonly statistics: readonly Output[];
  readonly training: boolean;
  /** The number of the step, int32 [], from which random draws of training follow. */
  readonly draw?: Output;
}

/** Writes one layer into the graph. */
export type LayerProgram = (input: LayerInput) => LayerPass;

export interface NetworkProgram {
  /** Number of parameters that gradients move. */
  readonly size: number;
  /** Number of statistics that batches move: the means and variances of batch normalisation. */
  readonly statistics: number;
  /** parameters [P], statistics [S], x [B, H, W, C] */
  forward(state: ProgramState, x: Output, mode: Pick<LayerInput, 'training' | 'draw'>): NetworkPass;
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

/** One layer, where it stands in the network and what it holds. */
interface Step {
  readonly name: string;
  /** The layers whose outputs it reads; null stands for the network's input. */
  readonly reads: readonly (string | null)[];
  readonly program: LayerProgram;
  readonly weights: readonly Shape[];
  readonly statistics: readonly Shape[];
}

/** A network of layers as forward and backward nodes over flat vectors of what it has learnt. */
export function networkProgram(network: LayersModel, ops: Ops, precision: Precision): NetworkProgram {
  const steps = stepsOf(network, ops, precision);
  const weightShapes = steps.flatMap(({ weights }) => weights);
  const statisticShapes = steps.flatMap(({ statistics }) => statistics);
  return {
    size: sizeOf(weightShapes),
    statistics: sizeOf(statisticShapes),
    forward(state, x, mode) {
      const weights = cut(ops, state.parameters, weightShapes);
      const statistics = cut(ops, state.statistics, statisticShapes);
      const passes = new Map<string, LayerPass>();
      const outputOf = (name: string | null) => (name === null ? x : (passes.get(name)?.y ?? x));
      for (const step of steps) {
        const inputs = step.reads.map(outputOf);
        const own = {
          weights: weights.splice(0, step.weights.length),
          statistics: statistics.splice(0, step.statistics.length),
        };
        passes.set(step.name, step.program({ x: inputs[0] ?? x, inputs, ...own, ...mode }));
      }
      const all = [...passes.values()];
      const moved = all.flatMap((pass) => pass.statistics ?? []);
      return {
        logits: all.at(-1)?.y ?? x,
        statistics: mode.training && moved.length > 0 ? flat(ops, moved) : null,
        backward: (dy) => flatGradient({ ops, precision, steps, passes }, dy),
      };
    },
  };
}

/** In an order in which every layer stands behind those that it reads; the input layer is left out. */
function stepsOf(network: LayersModel, ops: Ops, precision: Precision): readonly Step[] {
  const shapesOf = (weights: readonly { shape: readonly (number | null)[] }[]) =>
    weights.map(({ shape }) => shape.map(Number));
  return network.layers.filter(isComputing).map((layer) => ({
    name: layer.name,
    reads: (layer.inboundNodes[0]?.inboundLayers ?? []).map((below) =>
      isComputing(below) ? below.name : null,
    ),
    program: programOf(layer, ops, precision),
    weights: shapesOf(layer.trainableWeights),
    statistics: shapesOf(layer.nonTrainableWeights),
  }));
}

function isComputing(layer: layers.Layer): boolean {
  return layer.getClassName() !== 'InputLayer';
}

interface Passes {
  readonly ops: Ops;
  readonly precision: Precision;
  readonly steps: readonly Step[];
  readonly passes: ReadonlyMap<string, LayerPass>;
}

/** From the last layer to the first; what reads the network's input has no use for a gradient by it. → [P] */
function flatGradient({ ops, precision, steps, passes }: Passes, dy: Output): Output {
  const arriving = new Map<string, Output>();
  const arrive = (name: string, gradient: Output) => {
    const before = arriving.get(name);
    arriving.set(name, before === undefined ? gradient : ops.add(before, gradient, precision));
  };
  const gradients: Output[] = [];
  arrive(steps.at(-1)?.name ?? '', dy);
  for (const { name, reads } of [...steps].reverse()) {
    const gradient = arriving.get(name);
    const below = gradient && passes.get(name)?.backward(gradient);
    if (below === undefined) throw new Error(`Internal error: expected layer ${name} to lead to the output`);
    gradients.unshift(...below.weights);
    if (reads.every((read) => read === null)) continue;
    below.dx().forEach((dx, i) => {
      const read = reads[i];
      if (typeof read === 'string') arrive(read, dx);
    });
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
    case 'Conv2DTranspose':
      return transposedConvolutionProgram(layer, ops, precision);
    case 'BatchNormalization':
      return batchNormProgram(layer, ops, precision);
    case 'Dense':
      return denseProgram(layer, ops, precision);
    case 'ReLU':
      return reluProgram(ops, precision);
    case 'LeakyReLU':
      return leakyReluProgram(layer, ops, precision);
    case 'PReLU':
      return preluProgram(layer, ops, precision);
    case 'ELU':
      return eluProgram(ops, precision);
    case 'RReLU':
      return rreluProgram(layer, ops, precision);
    case 'Concatenate':
      return concatenateProgram(layer, ops, precision);
    case 'Add':
      return addProgram(layer, ops, precision);
    case 'UpSampling2D':
      return upsamplingProgram(layer, ops, precision);
    case 'GlobalAveragePooling2D':
      return globalAverageProgram(ops, precision);
    case 'MaxPooling2D':
      return maxPoolProgram(layer, ops, precision);
    case 'Flatten':
      return flattenProgram(layer, ops, precision);
    case 'Reshape':
      return reshapeProgram(layer, ops, precision);
    default:
      throw new Error(
        `network: layer ${layer.name}: expected one that the tensorflow engine has a program for, got ${layer.getClassName()}`,
      );
  }
}
