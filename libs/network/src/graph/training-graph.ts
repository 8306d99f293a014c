import type { LayersModel } from '@tensorflow/tfjs';

import { layerRate } from '../optimise/layer-rates.ts';
import { type OptimiserSettings, PLAIN_ADAM } from '../optimise/optimiser.ts';
import type { Precision } from '../settings/train-settings.ts';
import { type Graph, newGraph, type Output } from './graph-def.ts';
import { type NetworkProgram, networkProgram } from './network-program.ts';
import { type Ops, opsOf } from './ops.ts';
import { clipGradient, type Learnt, moveState, type State } from './optimiser-program.ts';

/** Names by which a run feeds and fetches. */
export const FEED = {
  parameters: 'parameters', // [P + S]
  m: 'm', // [P]
  v: 'v', // [P]
  average: 'average', // [P + S], with `ema` alone
  lightness: 'lightness', // [B, W, W, 1]
  index: 'index', // [B·T·T, K]
  weight: 'weight', // [B·T·T, K]
  draw: 'draw', // the number of the step
  adam: 'adam', // [β₁ᵗ, β₂ᵗ, η, ε]
  share: 'share', // [1], the part of the average that a step makes new; with `ema` alone
} as const;
export const FETCH = {
  loaded: 'loaded',
  loss: 'loss',
  stepped: 'stepped',
  gradient: 'gradient', // [P]
  parameters: 'parameters_now',
  m: 'm_now',
  v: 'v_now',
  average: 'average_now',
} as const;

/**
 * The whole training of a network as one TensorFlow graph, its parameters and Adam's moments kept in variables.
 * Fetching `loaded` sets them from the feeds; `loss` is a batch's summed loss Σ v·CE, of the averaged parameters
 * where there are such; `stepped` is that of the parameters and takes a step of the optimiser down its weighted
 * mean, whose gradient is `gradient`; `…_now` reads the variables.
 * In bfloat16, convolutions and what flows between them are bfloat16; parameters, Adam and the loss float32.
 */
export function trainingGraph(
  network: LayersModel,
  precision: Precision,
  optimiser: OptimiserSettings = PLAIN_ADAM,
): Graph {
  const graph = newGraph();
  const ops = opsOf(graph);
  const program = networkProgram(
    network,
    ops,
    precision,
    (name) => layerRate(name, optimiser.encoderRate) === 0,
  );
  const state = addState(ops, program, optimiser);
  const examples = feedExamples(ops);
  const rank = network.outputs[0]?.shape.length ?? 0;
  const pass = (learnt: Learnt, training: boolean) => {
    const lightness = ops.cast(examples.lightness, 'float32', precision);
    const read = { parameters: ops.read(learnt.parameters), statistics: ops.read(learnt.statistics) };
    const forward = program.forward(read, lightness, { training, draw: examples.draw });
    const logits = ops.cast(forward.logits, precision, 'float32');
    return { ...forward, ...softCrossEntropy(ops, logits, rank, examples) };
  };

  ops.result(FETCH.loss, pass(state.average ?? state, false).loss, 'float32');
  const { loss, gradient, statistics, backward } = pass(state, true);
  const flat = backward(ops.cast(gradient, 'float32', precision));
  ops.result(FETCH.gradient, flat, 'float32');
  const { clipNorm } = optimiser;
  const step = {
    gradient: clipNorm === null ? flat : clipGradient(ops, flat, clipNorm),
    statistics,
    adam: ops.placeholder(FEED.adam, 'float32', [4]),
    share: state.average === null ? null : ops.placeholder(FEED.share, 'float32', [1]),
  };
  ops.result(FETCH.stepped, loss, 'float32', moveState(ops, state, step, { network, optimiser }));
  return graph;
}

/** The variables, what sets them and what reads them. Statistics lie behind the parameters outside. */
function addState(ops: Ops, { size, statistics: count }: NetworkProgram, { ema }: OptimiserSettings): State {
  const loaded: Output[] = [];
  const vector = (feed: string, fetch: string) => {
    const variable = ops.variable(`${feed}_variable`, size);
    loaded.push(ops.assign(variable, ops.placeholder(feed, 'float32', [size])));
    ops.result(fetch, ops.read(variable), 'float32');
    return variable;
  };
  const learnt = (feed: string, fetch: string): Learnt => {
    const parameters = ops.variable(`${feed}_variable`, size);
    const statistics = ops.variable(`${feed}_statistics_variable`, count);
    const fed = ops.split(ops.placeholder(feed, 'float32', [size + count]), [size, count]) as [
      Output,
      Output,
    ];
    loaded.push(ops.assign(parameters, fed[0]), ops.assign(statistics, fed[1]));
    const all = ops.concat([ops.read(parameters), ops.read(statistics)], 0, 'float32');
    ops.result(fetch, all, 'float32');
    return { parameters, statistics };
  };
  const state = {
    ...learnt(FEED.parameters, FETCH.parameters),
    m: vector(FEED.m, FETCH.m),
    v: vector(FEED.v, FETCH.v),
    average: ema === null ? null : learnt(FEED.average, FETCH.average),
  };
  ops.result(FETCH.loaded, ops.constant('float32', 0), 'float32', loaded);
  return state;
}

interface Examples {
  readonly lightness: Output;
  readonly index: Output;
  readonly weight: Output;
  readonly draw: Output;
}

function feedExamples(ops: Ops): Examples {
  return {
    lightness: ops.placeholder(FEED.lightness, 'float32', [-1, -1, -1, 1]),
    index: ops.placeholder(FEED.index, 'int32', [-1, -1]),
    weight: ops.placeholder(FEED.weight, 'float32', [-1, -1]),
    draw: ops.placeholder(FEED.draw, 'int32', []),
  };
}

/**
 * Σ over pixels of v·CE with soft targets, v = Σ_k weight, and the gradient of its mean Σ v·CE / Σ v by the
 * logits: v·(softmax − target) / Σ v. The sparse targets become rows that sum to 1, as TensorFlow's kernel
 * needs. logits [B, H, W, Q] or, of whole pictures, [B, Q]; index and weight [B·H·W, K]
 */
function softCrossEntropy(ops: Ops, logits: Output, rank: number, { index, weight }: Examples) {
  const shape = ops.shapeOf(logits, 'float32'); // [B, H, W, Q]
  const rows = ops.shapeOf(weight, 'float32'); // [B·H·W, K]
  const [pixels, bins] = [ops.pick(rows, 0), ops.pick(shape, rank - 1)];
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
