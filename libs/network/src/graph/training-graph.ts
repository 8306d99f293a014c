import type { LayersModel } from '@tensorflow/tfjs';

import { layerRate } from '../optimise/layer-rates.ts';
import { type OptimiserSettings, PLAIN_ADAM } from '../optimise/optimiser.ts';
import type { Precision } from '../settings/train-settings.ts';
import { type Graph, newGraph, type Output } from './graph-def.ts';
import { type NetworkProgram, networkProgram } from './network-program.ts';
import { type Ops, opsOf } from './ops/ops.ts';
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
 * logits z: v·(softmax − target) / Σ v. Written as Σ v·log Σ exp z − Σ weight·z, for which the softmax is enough that
 * oneDNN computes; TensorFlow's own kernel of the cross-entropy takes four times as long. The logarithm is that of the
 * likeliest bin's share, at least 1/Q, and so never of 0.
 * logits [B, H, W, Q] or, of whole pictures, [B, Q]; index and weight [B·H·W, K]
 */
function softCrossEntropy(ops: Ops, logits: Output, rank: number, { index, weight }: Examples) {
  const shape = ops.shapeOf(logits, 'float32'); // [B, H, W, Q]
  const [pixels, bins] = [ops.pick(ops.shapeOf(weight, 'float32'), 0), ops.pick(shape, rank - 1)];
  const z = ops.reshape(logits, ops.pack([pixels, bins]), 'float32'); // [P, Q]
  const shares = ops.softmax(z);
  const logSum = ops.sub(ops.greatest(z), ops.log(ops.greatest(shares), 'float32'), 'float32'); // [P, 1]
  const places = placesOf(ops, index, pixels, bins); // [P·K]
  const picked = ops.gather(ops.reshape(z, [-1], 'float32'), places);
  const weights = ops.reshape(weight, [-1], 'float32'); // [P·K]
  const pixelWeight = ops.sum(weight, [1], { keep: true }); // [P, 1]
  const loss = ops.sub(
    ops.sum(ops.mul(pixelWeight, logSum, 'float32'), [0, 1]),
    ops.sum(ops.mul(weights, picked, 'float32'), [0]),
    'float32',
  );
  const whole = ops.sum(weights, [0]);
  const spread = ops.mul(shares, ops.div(pixelWeight, whole, 'float32'), 'float32');
  const gradient = ops.scatterSub(
    ops.reshape(spread, [-1], 'float32'),
    ops.reshape(places, [-1, 1], 'int32'),
    ops.div(weights, whole, 'float32'),
  );
  return { loss, gradient: ops.reshape(gradient, shape, 'float32') };
}

/** Where the bins of each pixel lie in a flat table of logits. [P, K] → [P·K] */
function placesOf(ops: Ops, index: Output, pixels: Output, bins: Output): Output {
  const range = ops.range(ops.constant('int32', 0), pixels, ops.constant('int32', 1));
  const starts = ops.reshape(ops.mul(range, bins, 'int32'), [-1, 1], 'int32');
  return ops.reshape(ops.add(starts, index, 'int32'), [-1], 'int32');
}
