import * as tf from '@tensorflow/tfjs';
import { normalFrom, rngFrom } from '@tintype/colour';

import { type Graph, newGraph, type Output, type Shape } from '../graph/graph-def.ts';
import { type Feed, openGraphSession } from '../graph/graph-session.ts';
import { networkProgram } from '../graph/network-program.ts';
import { type Ops, opsOf } from '../graph/ops/ops.ts';
import { concatFlat, trainableOf, variablesOf, writeParameters } from '../networks/parameters.ts';
import type { Precision } from '../settings/train-settings.ts';
import { nativeBinding } from './native-binding.ts';

/** Null where none is built: then tests of the graph are skipped. */
export const binding = await nativeBinding();

/** What the networks of these runs are shown. */
export const INPUT = [2, 8, 10, 3] as const;

/** What a network has learnt [P + S], an input, and the gradient of some loss by the output. */
function exampleOf(network: tf.LayersModel) {
  const outputShape = (network.outputs[0]?.shape ?? []).map((side, i) => side ?? INPUT[i] ?? 0);
  const draw = (name: string, count: number) => {
    const normal = normalFrom(rngFrom(name, 1));
    return Float32Array.from({ length: count }, () => normal() / 2);
  };
  const size = (shape: Shape) => shape.reduce((product, side) => product * side, 1);
  const state = draw('state', network.countParams());
  const statistics = network.nonTrainableWeights.reduce((sum, { shape }) => sum + size(shape.map(Number)), 0);
  state.fill(1, state.length - statistics); // a variance is positive
  return { state, statistics, x: draw('x', size(INPUT)), dy: draw('dy', size(outputShape)), outputShape };
}

export interface Run {
  readonly y: Float32Array;
  readonly gradient: Float32Array; // [P]
  readonly statistics: Float32Array; // [S], after the pass
}

export function runOnCpu(network: tf.LayersModel, training = true): Run {
  const { state, statistics, x, dy, outputShape } = exampleOf(network);
  const variables = variablesOf(network);
  writeParameters(variables, state);
  return tf.tidy(() => {
    const output = () => network.apply(tf.tensor(x, [...INPUT]), { training }) as tf.Tensor;
    const loss = () => tf.sum(tf.mul(output(), tf.tensor(dy, outputShape))) as tf.Scalar;
    const moved = trainableOf(network);
    const { grads } = tf.variableGrads(loss, moved);
    const after = concatFlat(variables).dataSync<'float32'>(); // the pass for `y` moves the statistics again
    return {
      y: output().dataSync<'float32'>(),
      gradient: concatFlat(moved.map(({ name }) => grads[name] as tf.Tensor)).dataSync<'float32'>(),
      statistics: after.slice(after.length - statistics),
    };
  });
}

export function runInGraph(
  network: tf.LayersModel,
  precision: Precision,
  {
    state = exampleOf(network).state,
    isFrozen,
  }: { readonly state?: Float32Array; readonly isFrozen?: (name: string) => boolean } = {},
): Run {
  const graph = newGraph();
  const ops = opsOf(graph);
  const { forward, feeds } = programOf(network, ops, precision, isFrozen);
  const { logits, statistics, backward } = forward(true);
  const dy = ops.placeholder('dy', 'float32', feeds.dy.shape);
  ops.result('y', ops.cast(logits, precision, 'float32'), 'float32');
  ops.result('gradient', backward(ops.cast(dy, 'float32', precision)), 'float32');
  ops.result('statistics', statistics ?? ops.constant('float32', []), 'float32');
  const values = { ...feeds, state: { values: state, shape: [state.length] } };
  const [y, gradient, after] = runOnce(graph, values, ['y', 'gradient', 'statistics']);
  return { y, gradient, statistics: after } as Run;
}

/** Of Σ y·dy by one parameter. */
export function finiteDifference(network: tf.LayersModel, at: number, shift = 0.05): number {
  const { state, dy } = exampleOf(network);
  const lossAt = (shift: number) => {
    const moved = state.map((value, i) => (i === at ? value + shift : value));
    const { y } = runInGraph(network, 'float32', { state: moved });
    return y.reduce((sum, value, i) => sum + value * (dy[i] ?? NaN), 0);
  };
  return (lossAt(shift) - lossAt(-shift)) / (2 * shift);
}

/** The output by the statistics that are kept. */
export function inferInGraph(network: tf.LayersModel): Float32Array | undefined {
  const graph = newGraph();
  const ops = opsOf(graph);
  const { forward, feeds } = programOf(network, ops, 'float32');
  ops.result('y', forward(false).logits, 'float32');
  const { dy: _, ...rest } = feeds;
  return runOnce(graph, rest, ['y'])[0];
}

function programOf(
  network: tf.LayersModel,
  ops: Ops,
  precision: Precision,
  isFrozen?: (name: string) => boolean,
) {
  const { state, statistics, x, dy, outputShape } = exampleOf(network);
  const feeds = {
    state: { values: state, shape: [state.length] },
    x: { values: x, shape: INPUT },
    dy: { values: dy, shape: outputShape },
  };
  const program = networkProgram(network, ops, precision, isFrozen);
  const split = [state.length - statistics, statistics];
  const [own, kept] = ops.split(ops.placeholder('state', 'float32', feeds.state.shape), split) as [
    Output,
    Output,
  ];
  const input = ops.cast(ops.placeholder('x', 'float32', INPUT), 'float32', precision);
  const forward = (training: boolean) =>
    program.forward({ parameters: own, statistics: kept }, input, {
      training,
      draw: ops.constant('int32', 5),
    });
  return { forward, feeds };
}

function runOnce(graph: Graph, feeds: Record<string, Feed>, fetches: readonly string[]): Float32Array[] {
  if (binding === null) throw new Error('Internal error: expected a binding');
  const session = openGraphSession(graph, binding);
  const values = session.run(feeds, fetches);
  session.close();
  return values;
}

/** Relative to the largest value; infinite for vectors of different lengths. */
export function largestDifference(found: Float32Array, expected: Float32Array): number {
  if (found.length !== expected.length) return Infinity;
  const scale = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return found.reduce((most, value, i) => Math.max(most, Math.abs(value - (expected[i] ?? NaN)) / scale), 0);
}
