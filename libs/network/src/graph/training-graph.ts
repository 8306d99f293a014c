import type { LayersModel } from '@tensorflow/tfjs';

import { ADAM } from '../adam.ts';
import type { Precision } from '../settings.ts';
import type { Graph, Output } from './graph-def.ts';
import { newGraph } from './graph-def.ts';
import type { NetworkProgram } from './network-program.ts';
import { networkProgram } from './network-program.ts';
import type { Ops } from './ops.ts';
import { opsOf } from './ops.ts';

/** Names by which a run feeds and fetches. */
export const FEED = {
  parameters: 'parameters', // [P + S]
  m: 'm', // [P]
  v: 'v', // [P]
  lightness: 'lightness', // [B, W, W, 1]
  index: 'index', // [B·T·T, K]
  weight: 'weight', // [B·T·T, K]
  adam: 'adam', // [β₁ᵗ, β₂ᵗ, η, ε]
} as const;
export const FETCH = {
  loaded: 'loaded',
  loss: 'loss',
  stepped: 'stepped',
  gradient: 'gradient', // [P]
  parameters: 'parameters_now',
  m: 'm_now',
  v: 'v_now',
} as const;

/**
 * The whole training of a network as one TensorFlow graph, its parameters and Adam's moments kept in variables.
 * Fetching `loaded` sets them from the feeds; `loss` is a batch's summed loss Σ v·CE; `stepped` is the same and
 * takes an Adam step down its weighted mean, whose gradient is `gradient`; `…_now` reads the variables.
 * In bfloat16, convolutions and what flows between them are bfloat16; parameters, Adam and the loss float32.
 */
export function trainingGraph(network: LayersModel, precision: Precision): Graph {
  const graph = newGraph();
  const ops = opsOf(graph);
  const program = networkProgram(network, ops, precision);
  const state = addState(ops, program);
  const examples = feedExamples(ops);
  const pass = (training: boolean) => {
    const lightness = ops.cast(examples.lightness, 'float32', precision);
    const read = { parameters: ops.read(state.parameters), statistics: ops.read(state.statistics) };
    const forward = program.forward(read, lightness, { training });
    const logits = ops.cast(forward.logits, precision, 'float32');
    return { ...forward, ...softCrossEntropy(ops, logits, examples) };
  };

  ops.result(FETCH.loss, pass(false).loss, 'float32');
  const { loss, gradient, statistics, backward } = pass(true);
  const flat = backward(ops.cast(gradient, 'float32', precision));
  ops.result(FETCH.gradient, flat, 'float32');
  const moved = statistics === null ? [] : [ops.assign(state.statistics, statistics)];
  ops.result(FETCH.stepped, loss, 'float32', [applyAdam(ops, state, flat), ...moved]);
  return graph;
}

interface State {
  readonly parameters: Output;
  readonly statistics: Output;
  readonly m: Output;
  readonly v: Output;
}

/** The variables, what sets them and what reads them. Statistics lie behind the parameters outside. */
function addState(ops: Ops, { size, statistics: count }: NetworkProgram): State {
  const variable = (name: string, length: number) => ops.variable(`${name}_variable`, length);
  const [parameters, m, v] = [variable('parameters', size), variable('m', size), variable('v', size)];
  const statistics = variable('statistics', count);
  const feed = (name: string, length: number) => ops.placeholder(name, 'float32', [length]);
  const [ownParameters, ownStatistics] = ops.split(feed(FEED.parameters, size + count), [size, count]);
  const loaded = [
    ops.assign(parameters, ownParameters),
    ops.assign(statistics, ownStatistics),
    ops.assign(m, feed(FEED.m, size)),
    ops.assign(v, feed(FEED.v, size)),
  ];
  ops.result(FETCH.loaded, ops.constant('float32', 0), 'float32', loaded);
  const all = ops.concat([ops.read(parameters), ops.read(statistics)], 0, 'float32');
  ops.result(FETCH.parameters, all, 'float32');
  ops.result(FETCH.m, ops.read(m), 'float32');
  ops.result(FETCH.v, ops.read(v), 'float32');
  return { parameters, statistics, m, v };
}

interface Examples {
  readonly lightness: Output;
  readonly index: Output;
  readonly weight: Output;
}

function feedExamples(ops: Ops): Examples {
  return {
    lightness: ops.placeholder(FEED.lightness, 'float32', [-1, -1, -1, 1]),
    index: ops.placeholder(FEED.index, 'int32', [-1, -1]),
    weight: ops.placeholder(FEED.weight, 'float32', [-1, -1]),
  };
}

/**
 * Σ over pixels of v·CE with soft targets, v = Σ_k weight, and the gradient of its mean Σ v·CE / Σ v by the
 * logits: v·(softmax − target) / Σ v. The sparse targets become rows that sum to 1, as TensorFlow's kernel
 * needs. logits [B, H, W, Q], index and weight [B·H·W, K]
 */
function softCrossEntropy(ops: Ops, logits: Output, { index, weight }: Examples) {
  const shape = ops.shapeOf(logits, 'float32'); // [B, H, W, Q]
  const rows = ops.shapeOf(weight, 'float32'); // [B·H·W, K]
  const [pixels, bins] = [ops.pick(rows, 0), ops.pick(shape, 3)];
  const pixelWeight = ops.sum(weight, [1], { keep: true }); // [P, 1]
  const starts = ops.mul(
    ops.range(ops.constant('int32', 0), pixels, ops.constant('int32', 1)),
    bins,
    'int32',
  );
  const places = ops.add(ops.reshape(starts, [-1, 1], 'int32'), index, 'int32'); // [P, K]
  const flat = ops.scatter(
    ops.reshape(places, [-1, 1], 'int32'),
    ops.reshape(ops.div(weight, pixelWeight, 'float32'), [-1], 'float32'),
    ops.reshape(ops.mul(pixels, bins, 'int32'), [1], 'int32'),
  );
  const table = ops.pack([pixels, bins]);
  const [each, difference] = ops.softmaxCrossEntropy(
    ops.reshape(logits, table, 'float32'),
    ops.reshape(flat, table, 'float32'),
  );
  const loss = ops.sum(ops.mul(each, ops.reshape(pixelWeight, [-1], 'float32'), 'float32'), [0]);
  const share = ops.div(pixelWeight, ops.sum(weight, [0, 1]), 'float32'); // [P, 1]
  return { loss, gradient: ops.reshape(ops.mul(difference, share, 'float32'), shape, 'float32') };
}

function applyAdam(ops: Ops, { parameters, m, v }: State, gradient: Output): Output {
  const scalars = ops.split(ops.placeholder(FEED.adam, 'float32', [4]), [1, 1, 1, 1]);
  const [power1, power2, rate, epsilon] = scalars.map((x) => ops.reshape(x, [], 'float32')) as [
    Output,
    Output,
    Output,
    Output,
  ];
  const constants = [ADAM.beta1, ADAM.beta2].map((beta) => ops.constant('float32', beta));
  return ops.applyAdam([parameters, m, v, power1, power2, rate, ...constants, epsilon, gradient]);
}
