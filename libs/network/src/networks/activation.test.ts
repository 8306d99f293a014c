import { beforeAll, describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import { normalFrom, rngFrom } from '@tintype/colour';

import { openBackEnd } from '../backend/node-back-end.ts';
import { loadModel } from '../model/model.ts';
import { encodeModel } from '../model/model-files.ts';
import { metadataOf } from '../model/model-json.ts';
import {
  type ActivationSettings,
  type NetworkSettings,
  RELU,
  type RReluSettings,
} from '../settings/network-settings.ts';
import { findBackEnds } from '../testing/find-back-ends.ts';
import { smallGamut } from '../testing/synthetic-patches.ts';
import { activationAt, activationLayer, activationNamed } from './activation.ts';
import { buildNetwork, initialParameters } from './networks.ts';
import { concatFlat, trainableOf, variablesOf, writeParameters } from './parameters.ts';

const RRELU: RReluSettings = { kind: 'rrelu', lower: 3, upper: 8, form: 'divide', draw: 'element', seed: 7 };

/** From their definitions: value and derivative for x < 0; for x > 0 all are the identity. */
const FORMULAS: [string, ActivationSettings, (x: number) => number, (x: number) => number][] = [
  ['ReLU', { kind: 'relu' }, () => 0, () => 0],
  ['Leaky ReLU', { kind: 'leaky-relu', a: 100 }, (x) => x / 100, () => 1 / 100],
  ['Leaky ReLU, a = 5.5', { kind: 'leaky-relu', a: 5.5 }, (x) => x / 5.5, () => 1 / 5.5],
  ['PReLU', { kind: 'prelu', start: 0.25 }, (x) => 0.25 * x, () => 0.25],
  ['ELU', { kind: 'elu' }, (x) => Math.exp(x) - 1, (x) => Math.exp(x)],
  ['RReLU in use', RRELU, (x) => x / 5.5, () => 1 / 5.5],
  ['RReLU in use, multiplied', { ...RRELU, form: 'multiply' }, (x) => 5.5 * x, () => 5.5],
];

describe.each(await findBackEnds())('activations on %s', (backEnd) => {
  beforeAll(async () => void (await openBackEnd(backEnd)));

  it.each(FORMULAS)('are their formulas, in value and gradient: %s', (_name, settings, value, slope) => {
    const found = answers(settings, DRAWN);
    DRAWN.forEach((x, i) => {
      expect(found.y[i]).toBeCloseTo(x > 0 ? x : value(x), 5);
      expect(found.dx[i]).toBeCloseTo(x > 0 ? 1 : slope(x), 5);
      expect(activationAt(settings, x).value).toBeCloseTo(x > 0 ? x : value(x), 12);
      expect(activationAt(settings, x).derivative).toBeCloseTo(x > 0 ? 1 : slope(x), 12);
    });
  });

  it('learn the slope of PReLU by what is below 0, one for each unit or channel', () => {
    for (const shape of [
      [6, 5],
      [2, 3, 3, 5],
    ]) {
      const { x, byWeights } = gradientBySlopes(shape);
      const expected = Array.from({ length: 5 }, (_, unit) =>
        x.reduce((sum, value, i) => (i % 5 === unit && value < 0 ? sum + value * weightAt(i) : sum), 0),
      );
      expect(byWeights).toHaveLength(5);
      byWeights.forEach((value, unit) => expect(value).toBeCloseTo(expected[unit] ?? NaN, 4));
    }
  });

  it('draw the divisor of RReLU evenly from its bounds, in training', () => {
    const { y, dx } = answers(RRELU, new Float32Array(20_000).fill(-1), { training: true, draw: 0 });
    const divisors = y.map((value) => -1 / value).sort();
    expect(divisors[0]).toBeGreaterThanOrEqual(3 - 1e-5);
    expect(divisors.at(-1)).toBeLessThanOrEqual(8 + 1e-5);
    expect(distanceToUniform(divisors, 3, 8)).toBeLessThan(0.0138); // Kolmogorov–Smirnov, p ≈ .001
    y.forEach((value, i) => expect(dx[i]).toBeCloseTo(-value, 6)); // the gradient of the draw that was made
  });

  it('draw anew at each step, the same for the same step, seed and layer', () => {
    const x = new Float32Array(50).fill(-1);
    const drawn = (draw: number, seed = 7, name = 'layer') =>
      answers({ ...RRELU, seed }, x, { training: true, draw }, name).y;
    expect(drawn(3)).toEqual(drawn(3));
    for (const other of [drawn(4), drawn(3, 8), drawn(3, 7, 'another')]) expect(other).not.toEqual(drawn(3));
  });

  it('count their own steps where none is told', () => {
    const layer = activationLayer(RRELU, 'counting', 'units');
    const once = () => apply(layer, new Float32Array(20).fill(-1), { training: true });
    expect(once()).not.toEqual(once());
  });

  it('draw once for a layer and batch where that is asked for', () => {
    const { y } = answers({ ...RRELU, draw: 'batch' }, new Float32Array(50).fill(-1), {
      training: true,
      draw: 1,
    });
    expect(new Set(y).size).toBe(1);
  });

  it.each(['leaky-relu', 'prelu', 'elu', 'rrelu'] as const)(
    'colour the same after they were saved: %s',
    async (kind) => {
      const settings: NetworkSettings = { kind: 'article', width: 2, activation: activationNamed(kind, 3) };
      const network = buildNetwork(settings, 9);
      const parameters = initialParameters(settings, network, new Float32Array(9), 1);
      expect(parameters.length).toBe(network.countParams());
      writeParameters(variablesOf(network), parameters);
      const metadata = metadataOf(smallGamut(), {
        network: settings,
        lightness: { mean: 50, scale: 50 },
        temperature: 0.38,
        trainedOn: { backEnd, version: 'test' },
      });
      const files = await encodeModel(network, metadata);
      const grey = Float32Array.from({ length: 20 * 20 }, (_, i) => (i * 7) % 100);
      const [first, second] = [await loadModel(files), await loadModel(files)];
      const { logits } = await first.predictLogits(grey, 20, 20);
      expect((await second.predictLogits(grey, 20, 20)).logits).toEqual(logits);
      expect(new Set(logits).size).toBeGreaterThan(100);
    },
  );
});

describe('a network of the colouriser', () => {
  it.each(['article', 'zhang', 'pretrained'] as const)(
    'has the activation that is asked for everywhere but in a pretrained encoder: %s',
    async (kind) => {
      await openBackEnd('cpu');
      const count = (className: string, network: tf.LayersModel) =>
        network.layers.filter(
          (layer) => layer.getClassName() === className && !layer.name.startsWith('encoder_'),
        ).length;
      const network = buildNetwork({ kind, width: 2, activation: RRELU }, 9);
      expect(count('RReLU', network)).toBeGreaterThan(6);
      expect(count('ReLU', network)).toBe(0);
      expect(count('RReLU', buildNetwork({ kind, width: 2, activation: RELU }, 9))).toBe(0);
    },
  );
});

const DRAWN = Float32Array.of(-4, -2.5, -1, -0.3, -0.01, 0.01, 0.4, 1, 3);

interface Mode {
  readonly training: boolean;
  readonly draw?: number;
}

/** What a layer makes of x, and the gradient of the sum of that by x. */
function answers(
  settings: ActivationSettings,
  x: Float32Array,
  mode: Mode = { training: false },
  name = 'layer',
): { readonly y: Float32Array; readonly dx: Float32Array } {
  const layer = activationLayer(settings, name, 'units');
  return tf.tidy(() => {
    const input = tf.tensor2d(x, [1, x.length]);
    const answer = (values: tf.Tensor) => layer.apply(values, { ...mode }) as tf.Tensor;
    const y = answer(input).dataSync<'float32'>();
    return { y, dx: tf.grad(answer)(input).dataSync<'float32'>() };
  });
}

function apply(layer: tf.layers.Layer, x: Float32Array, mode: Mode): Float32Array {
  return tf.tidy(() => {
    const y = layer.apply(tf.tensor2d(x, [1, x.length]), { ...mode }) as tf.Tensor;
    return y.dataSync<'float32'>();
  });
}

/** Of Σ w · PReLU(x) by the slopes. */
function gradientBySlopes(shape: number[]) {
  const normal = normalFrom(rngFrom('slopes'));
  const x = Float32Array.from({ length: tf.util.sizeFromShape(shape) }, () => normal());
  const layer = activationLayer(
    { kind: 'prelu', start: 0.25 },
    'slopes',
    shape.length === 2 ? 'units' : 'pixels',
  );
  const network = tf.sequential({ layers: [tf.layers.inputLayer({ inputShape: shape.slice(1) }), layer] });
  const byWeights = tf.tidy(() => {
    const weights = tf.tensor(
      x.map((_, i) => weightAt(i)),
      shape,
    );
    const loss = () => tf.sum(tf.mul(network.apply(tf.tensor(x, shape)) as tf.Tensor, weights)) as tf.Scalar;
    const { grads } = tf.variableGrads(loss, trainableOf(network));
    return concatFlat(Object.values(grads)).dataSync<'float32'>();
  });
  return { x, byWeights };
}

function weightAt(i: number): number {
  return ((i * 3) % 7) - 3;
}

/** The largest distance between the distribution of sorted values and the even one. */
function distanceToUniform(sorted: Float32Array, low: number, high: number): number {
  return sorted.reduce(
    (most, value, i) => Math.max(most, Math.abs((value - low) / (high - low) - (i + 0.5) / sorted.length)),
    0,
  );
}
