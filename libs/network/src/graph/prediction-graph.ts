import type { LayersModel } from '@tensorflow/tfjs';

import { type Graph, newGraph, type Output, type Shape } from './graph-def.ts';
import { networkProgram } from './network-program.ts';
import { opsOf } from './ops.ts';

/** What a run feeds. */
export const FEED = {
  lightness: 'lightness', // [B, H, W, 1] as the network takes it, of any size that it can take
  sharpness: 'sharpness', // 1 / T
  begin: 'begin', // [4] int32, where the pixels of the output begin that are wanted
  size: 'size', // [4] int32, how many they are; −1 for all that follow
} as const;
/** What a run fetches. */
export const FETCH = {
  logits: 'logits', // [B, h, w, Q] of what is wanted
  ab: 'ab', // [B · h · w, 2], softmax(logits / T) · bins
} as const;

/**
 * The forward pass of a network as a TensorFlow graph, and the decoding of its colours. What it has learnt is written
 * into it as constants, which TensorFlow cuts and reorders once, when it takes the graph in, and not for every picture.
 * One graph serves all sizes: with the sides of the picture written into it too it was no faster.
 * learnt: parameters [P], behind them the statistics of batch normalisation [S]; bins [Q, 2]
 */
export function predictionGraph(network: LayersModel, learnt: Float32Array, bins: Float32Array): Graph {
  const graph = newGraph();
  const ops = opsOf(graph);
  const program = networkProgram(network, ops, 'float32');
  const state = {
    parameters: constant(graph, learnt.subarray(0, program.size)),
    statistics: constant(graph, learnt.subarray(program.size)),
  };
  const lightness = ops.placeholder(FEED.lightness, 'float32', [-1, -1, -1, 1]);
  const [begin, size] = [ops.placeholder(FEED.begin, 'int32', [4]), ops.placeholder(FEED.size, 'int32', [4])];
  const cut = (x: Output) => ops.slice(x, begin, size, 'float32');
  const { logits } = program.forward(state, lightness, { training: false, cut });
  ops.result(FETCH.logits, logits, 'float32');

  const count = bins.length / 2;
  const sharpness = ops.placeholder(FEED.sharpness, 'float32', []);
  const sharpened = ops.mul(ops.reshape(logits, [-1, count], 'float32'), sharpness, 'float32');
  ops.result(
    FETCH.ab,
    ops.matMul(ops.softmax(sharpened), constant(graph, bins, [count, 2]), 'float32'),
    'float32',
  );
  return graph;
}

function constant(graph: Graph, values: Float32Array, shape: Shape = [values.length]): Output {
  const value = { constant: { dtype: 'float32', shape, values } } as const;
  return graph.add({ op: 'Const', attributes: { dtype: { type: 'float32' }, value } });
}
