import type { LayersModel } from '@tensorflow/tfjs';

import { ADAM } from '../optimise/adam.ts';
import { ratesOf } from '../optimise/layer-rates.ts';
import { kernelsOf, type OptimiserSettings } from '../optimise/optimiser.ts';
import type { Output } from './graph-def.ts';
import type { Ops } from './ops/ops.ts';

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
  of: { readonly network: LayersModel; readonly optimiser: OptimiserSettings },
): readonly Output[] {
  const { statistics, share } = inputs;
  const scalars = ops.split(inputs.adam, [1, 1, 1, 1]).map((x) => ops.reshape(x, [], 'float32'));
  const adam = scalars as [Output, Output, Output, Output];
  const weights = weightsOf(of.network, of.optimiser);
  const isEven = weights.every(({ rate }) => rate === 1);
  const { average } = state;
  const stepped = (isEven ? stepEvenly : stepByRates)(
    ops,
    state,
    { adam, gradient: inputs.gradient },
    { weights, decay: of.optimiser.weightDecay },
  );
  const moved = statistics === null ? [] : [ops.assign(state.statistics, statistics)];
  if (average === null || share === null) return [...stepped, ...moved];
  const averaged = follow(ops, average.parameters, ops.read(state.parameters, stepped), share);
  return [
    averaged,
    ...moved,
    ...(statistics === null ? [] : [follow(ops, average.statistics, statistics, share)]),
  ];
}

/** The trainable weights as they lie in the vector of parameters. */
interface Weight {
  readonly size: number;
  readonly isKernel: boolean;
  readonly rate: number;
}

interface Step {
  readonly gradient: Output; // [P]
  readonly adam: readonly [Output, Output, Output, Output]; // β₁ᵗ, β₂ᵗ, η, ε·√(1 − β₂ᵗ)
}

interface Descent {
  readonly weights: readonly Weight[];
  /** λ */
  readonly decay: number;
}

function weightsOf(network: LayersModel, { encoderRate }: OptimiserSettings): readonly Weight[] {
  const [kernels, rates] = [kernelsOf(network), ratesOf(network, encoderRate)];
  return network.trainableWeights.map(({ shape }, i) => ({
    size: shape.reduce<number>((n, side) => n * Number(side), 1),
    isKernel: kernels[i] === true,
    rate: rates[i] ?? 1,
  }));
}

/** With TensorFlow's kernel of Adam, which knows one rate for all. → the nodes that take the step */
function stepEvenly(ops: Ops, state: State, step: Step, descent: Descent): readonly Output[] {
  const { parameters, m, v } = state;
  const [power1, power2, rate, epsilon] = step.adam;
  const decayed = descent.decay === 0 ? [] : [shrinkKernels(ops, state, step, descent)];
  const betas = [ADAM.beta1, ADAM.beta2].map((beta) => ops.constant('float32', beta));
  const inputs = [parameters, m, v, power1, power2, rate, ...betas, epsilon, step.gradient];
  return [ops.applyAdam(inputs, decayed)];
}

/**
 * θ ← θ − η·λ·θ for kernels. AdamW's two parts both start from the θ that the gradient was computed at, so this
 * waits for the gradient; Adam's part does not look at θ and may follow.
 */
function shrinkKernels(
  ops: Ops,
  { parameters }: State,
  { gradient, adam: [, , learningRate] }: Step,
  { weights, decay }: Descent,
): Output {
  const sizes = weights.map(({ size }) => size);
  const shrink = ops.mul(learningRate, ops.constant('float32', decay), 'float32');
  const parts = ops.split(ops.read(parameters), sizes).map((part, i) => {
    if (weights[i]?.isKernel !== true) return part;
    return ops.sub(part, ops.mul(part, shrink, 'float32'), 'float32');
  });
  return ops.assign(parameters, ops.concat(parts, 0, 'float32'), [gradient]);
}

/** The same in elementary ops, as `flatAdam` has them, and each weight at its own rate. → the nodes that take the step */
function stepByRates(
  ops: Ops,
  { parameters, m, v }: State,
  { gradient, adam: [power1, power2, learningRate, epsilon] }: Step,
  { weights, decay }: Descent,
): readonly Output[] {
  const [mul, number] = [
    (x: Output, y: Output) => ops.mul(x, y, 'float32'),
    (value: number) => ops.constant('float32', value),
  ];
  const mixed = (before: Output, now: Output, beta: number) =>
    ops.add(mul(before, number(beta)), mul(now, number(1 - beta)), 'float32');
  const nextM = mixed(ops.read(m), gradient, ADAM.beta1);
  const nextV = mixed(ops.read(v), mul(gradient, gradient), ADAM.beta2);
  const correction = ops.sqrt(ops.sub(number(1), power2, 'float32'), 'float32');
  const rate = ops.div(mul(learningRate, correction), ops.sub(number(1), power1, 'float32'), 'float32');
  const scale = ops.add(ops.sqrt(nextV, 'float32'), epsilon, 'float32');
  const shrink = mul(learningRate, number(decay));

  const sizes = weights.map(({ size }) => size);
  const steps = ops.split(mul(ops.div(nextM, scale, 'float32'), rate), sizes);
  const parts = ops.split(ops.read(parameters), sizes).map((part, i) => {
    const [weight, step] = [weights[i], steps[i]];
    if (weight === undefined || step === undefined || weight.rate === 0) return part;
    const whole = weight.isKernel && decay !== 0 ? ops.add(step, mul(part, shrink), 'float32') : step;
    return ops.sub(part, mul(whole, number(weight.rate)), 'float32');
  });
  return [
    ops.assign(parameters, ops.concat(parts, 0, 'float32')),
    ops.assign(m, nextM),
    ops.assign(v, nextV),
  ];
}

/** average ← average + share · (now − average) */
function follow(ops: Ops, average: Output, now: Output, share: Output): Output {
  const before = ops.read(average);
  const ahead = ops.sub(now, before, 'float32');
  return ops.assign(average, ops.add(before, ops.mul(ahead, share, 'float32'), 'float32'));
}
