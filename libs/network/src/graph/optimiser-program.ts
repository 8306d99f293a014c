import type { LayersModel } from '@tensorflow/tfjs';

import { ADAM } from '../optimise/adam.ts';
import { kernelsOf, type OptimiserSettings } from '../optimise/optimiser.ts';
import type { Output } from './graph-def.ts';
import type { Ops } from './ops.ts';

/** What a network has learnt, as variables. */
export interface Learnt {
  readonly parameters: Output; // [P]
  readonly statistics: Output; // [S]
}

/** All that a step moves, as variables. */
export interface State extends Learnt {
  readonly m: Output; // [P]
  readonly v: Output; // [P]
  readonly average: Learnt | null;
}

/** What a step is computed from. */
export interface StepInputs {
  readonly gradient: Output; // [P]
  /** What the statistics become [S]; null where there are none. */
  readonly statistics: Output | null;
  readonly adam: Output; // [β₁ᵗ, β₂ᵗ, η, ε]
  /** The part of the average that is made new; read with `ema` alone. */
  readonly share: Output | null;
}

/** g · c / max(‖g‖, c). [P] */
export function clipGradient(ops: Ops, gradient: Output, most: number): Output {
  const limit = ops.constant('float32', most);
  const norm = ops.sqrt(ops.sum(ops.mul(gradient, gradient, 'float32'), [0]), 'float32');
  const scale = ops.div(limit, ops.maximum(norm, limit, 'float32'), 'float32');
  return ops.mul(gradient, scale, 'float32');
}

/** One step of the whole state. → the nodes that must have run for it to be taken */
export function moveState(
  ops: Ops,
  state: State,
  inputs: StepInputs,
  decay: { readonly network: LayersModel; readonly rate: OptimiserSettings['weightDecay'] },
): readonly Output[] {
  const { statistics, share } = inputs;
  const scalars = ops.split(inputs.adam, [1, 1, 1, 1]).map((x) => ops.reshape(x, [], 'float32'));
  const [power1, power2, rate, epsilon] = scalars as [Output, Output, Output, Output];
  const decayed = decay.rate === 0 ? [] : [shrinkKernels(ops, state, inputs.gradient, rate, decay)];
  const betas = [ADAM.beta1, ADAM.beta2].map((beta) => ops.constant('float32', beta));
  const { parameters, m, v, average } = state;
  const stepped = ops.applyAdam(
    [parameters, m, v, power1, power2, rate, ...betas, epsilon, inputs.gradient],
    decayed,
  );
  const moved = statistics === null ? [] : [ops.assign(state.statistics, statistics)];
  if (average === null || share === null) return [stepped, ...moved];
  const averaged = follow(ops, average.parameters, ops.read(parameters, [stepped]), share);
  return [
    averaged,
    ...moved,
    ...(statistics === null ? [] : [follow(ops, average.statistics, statistics, share)]),
  ];
}

/**
 * θ ← θ − η·λ·θ for kernels. AdamW's two parts both start from the θ that the gradient was computed at, so this
 * waits for the gradient; Adam's part does not look at θ and may follow.
 */
function shrinkKernels(
  ops: Ops,
  { parameters }: State,
  gradient: Output,
  learningRate: Output,
  { network, rate }: { readonly network: LayersModel; readonly rate: number },
): Output {
  const kernels = kernelsOf(network);
  const sizes = network.trainableWeights.map(({ shape }) =>
    shape.reduce<number>((n, side) => n * Number(side), 1),
  );
  const shrink = ops.mul(learningRate, ops.constant('float32', rate), 'float32');
  const parts = ops.split(ops.read(parameters), sizes).map((part, i) => {
    if (kernels[i] !== true) return part;
    return ops.sub(part, ops.mul(part, shrink, 'float32'), 'float32');
  });
  return ops.assign(parameters, ops.concat(parts, 0, 'float32'), [gradient]);
}

/** average ← average + share · (now − average) */
function follow(ops: Ops, average: Output, now: Output, share: Output): Output {
  const before = ops.read(average);
  const ahead = ops.sub(now, before, 'float32');
  return ops.assign(average, ops.add(before, ops.mul(ahead, share, 'float32'), 'float32'));
}
