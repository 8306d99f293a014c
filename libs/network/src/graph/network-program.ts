import type { layers, LayersModel } from '@tensorflow/tfjs';

import { configOf } from '../networks/layer-config.ts';
import type { Precision } from '../settings/train-settings.ts';
import type { Output, Shape } from './graph-def.ts';
import type { LayerInput, LayerPass, LayerProgram } from './layer-program.ts';
import { programOf } from './layer-programs.ts';
import type { Ops } from './ops.ts';

export interface NetworkProgram {
  /** Number of parameters that gradients move. */
  readonly size: number;
  /** Number of statistics that batches move: the means and variances of batch normalisation. */
  readonly statistics: number;
  /** parameters [P], statistics [S], x [B, H, W, C] */
  forward(state: ProgramState, x: Output, mode: ForwardMode): NetworkPass;
}

export interface ForwardMode extends Pick<LayerInput, 'training' | 'draw'> {
  /**
   * Takes a part of the pixels, whose logits alone are wanted. It is put as early as that changes none of them: before
   * the last layers that look at single pixels. Default: all pixels.
   */
  readonly cut?: (x: Output) => Output;
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
  readonly frozen: boolean;
  /** Whether what it gives at a pixel depends on that pixel alone. */
  readonly isPointwise: boolean;
  /** Whether it moves, or something that it reads; gradients flow no further down. */
  readonly moves: boolean;
}

/**
 * A network of layers as forward and backward nodes over flat vectors of what it has learnt. `isFrozen` names the layers
 * whose gradient is 0 without being computed.
 */
export function networkProgram(
  network: LayersModel,
  ops: Ops,
  precision: Precision,
  isFrozen: (name: string) => boolean = () => false,
): NetworkProgram {
  const steps = stepsOf(network, isFrozen, (layer) => programOf(layer, ops, precision));
  const weightShapes = steps.flatMap(({ weights }) => weights);
  const statisticShapes = steps.flatMap(({ statistics }) => statistics);
  return {
    size: sizeOf(weightShapes),
    statistics: sizeOf(statisticShapes),
    forward(state, x, mode) {
      const weights = cut(ops, state.parameters, weightShapes);
      const statistics = cut(ops, state.statistics, statisticShapes);
      const { cut: cutPart = (whole: Output) => whole } = mode;
      const cutAt = findLastLayers(steps);
      const passes = new Map<string, LayerPass>();
      const outputOf = (name: string | null) => (name === null ? x : (passes.get(name)?.y ?? x));
      for (const [i, step] of steps.entries()) {
        const whole = step.reads.map(outputOf);
        const inputs = i === cutAt ? whole.map(cutPart) : whole;
        const own = {
          weights: weights.splice(0, step.weights.length),
          statistics: statistics.splice(0, step.statistics.length),
        };
        passes.set(step.name, step.program({ x: inputs[0] ?? x, inputs, ...own, ...mode }));
      }
      const all = [...passes.values()];
      const moved = all.flatMap((pass) => pass.statistics ?? []);
      const logits = all.at(-1)?.y ?? x;
      return {
        logits: cutAt === steps.length ? cutPart(logits) : logits,
        statistics: mode.training && moved.length > 0 ? flat(ops, moved) : null,
        backward: (dy) => flatGradient({ ops, precision, steps, passes }, dy),
      };
    },
  };
}

/** In an order in which every layer stands behind those that it reads; the input layer is left out. */
function stepsOf(
  network: LayersModel,
  isFrozen: (name: string) => boolean,
  programFor: (layer: layers.Layer) => LayerProgram,
): readonly Step[] {
  const shapesOf = (weights: readonly { shape: readonly (number | null)[] }[]) =>
    weights.map(({ shape }) => shape.map(Number));
  const moving = new Set<string | null>();
  return network.layers.filter(isComputing).map((layer) => {
    const { name } = layer;
    const reads = (layer.inboundNodes[0]?.inboundLayers ?? []).map((below) =>
      isComputing(below) ? below.name : null,
    );
    const weights = shapesOf(layer.trainableWeights);
    const frozen = isFrozen(name);
    const moves = (weights.length > 0 && !frozen) || reads.some((read) => moving.has(read));
    if (moves) moving.add(name);
    const statistics = shapesOf(layer.nonTrainableWeights);
    const isPointwise = looksAtPixels(layer);
    return { name, reads, program: programFor(layer), weights, statistics, frozen, isPointwise, moves };
  });
}

const POINTWISE = new Set(['ReLU', 'LeakyReLU', 'ELU']);

function looksAtPixels(layer: layers.Layer): boolean {
  if (layer.getClassName() !== 'Conv2D') return POINTWISE.has(layer.getClassName());
  const { kernelSize, strides } =
    configOf<Readonly<Record<'kernelSize' | 'strides', readonly number[]>>>(layer);
  return [...kernelSize, ...strides].every((side) => side === 1);
}

/** Where the layers begin that lead to the output one after the other and look at single pixels. */
function findLastLayers(steps: readonly Step[]): number {
  const isLast = ({ isPointwise, reads }: Step, i: number) =>
    isPointwise && (i === 0 || reads.join() === steps[i - 1]?.name);
  return 1 + steps.findLastIndex((step, i) => !isLast(step, i));
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

/** From the last layer to the lowest that moves: what lies below has no use for a gradient. → [P] */
function flatGradient({ ops, precision, steps, passes }: Passes, dy: Output): Output {
  const arriving = new Map<string, Output>();
  const arrive = (name: string, gradient: Output) => {
    const before = arriving.get(name);
    arriving.set(name, before === undefined ? gradient : ops.add(before, gradient, precision));
  };
  const gradients: Output[] = [];
  const moving = new Set<string | null>(steps.flatMap(({ name, moves }) => (moves ? name : [])));
  arrive(steps.at(-1)?.name ?? '', dy);
  for (const { name, reads, frozen, moves, weights } of [...steps].reverse()) {
    if (frozen) gradients.unshift(...weights.map((shape) => ops.zeros(shape)));
    if (!moves) continue;
    const gradient = arriving.get(name);
    const below = gradient && passes.get(name)?.backward(gradient);
    if (below === undefined) throw new Error(`Internal error: expected layer ${name} to lead to the output`);
    if (!frozen) gradients.unshift(...below.weights);
    if (!reads.some((read) => moving.has(read))) continue;
    below.dx().forEach((dx, i) => {
      const read = reads[i];
      if (typeof read === 'string' && moving.has(read)) arrive(read, dx);
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
