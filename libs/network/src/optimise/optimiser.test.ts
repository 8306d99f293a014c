import { beforeAll, describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import { rngFrom } from '@tintype/colour';

import { openBackEnd } from '../backend/node-back-end.ts';
import type { Batch } from '../batches/batch.ts';
import { graphLearner } from '../graph/graph-learner.ts';
import { currentBinding } from '../graph/graph-session.ts';
import { variablesOf } from '../networks/parameters.ts';
import { nativeBinding } from '../testing/native-binding.ts';
import {
  referenceLoss,
  type ReferencePixel,
  type ReferenceState,
  referenceTraining,
} from '../testing/reference-training.ts';
import { freshAdam } from './adam.ts';
import { localOpener } from './gradients.ts';
import { ratesOf } from './layer-rates.ts';
import { gradientLearner, type LearnerOpener, type LearnerState } from './learner.ts';
import { averageDecay, clipped, kernelsOf, type OptimiserSettings, PLAIN_ADAM } from './optimiser.ts';

const NETWORK = { width: 2, bins: 3, epsilon: 1e-3, momentum: 0.9 };
const PARAMETERS = 3 * NETWORK.width + NETWORK.width * NETWORK.bins + NETWORK.bins;
const STEPS = 12;
const RATE = 0.05;
const SIDE = 4;

const hasTensorFlow = (await nativeBinding()) !== null;

const ENGINES = [
  {
    engine: 'tensorflow',
    opener: (optimiser: OptimiserSettings) => graphLearner(currentBinding(), 'float32', optimiser),
    unbiased: true,
  },
  {
    engine: 'wasm',
    opener: (optimiser: OptimiserSettings) => gradientLearner(localOpener, optimiser),
    unbiased: false,
  },
  {
    engine: 'cpu',
    opener: (optimiser: OptimiserSettings) => gradientLearner(localOpener, optimiser),
    unbiased: false,
  },
] as const;

const ALL: OptimiserSettings = { weightDecay: 0.1, clipNorm: 0.1, ema: 0.4, encoderRate: 0.25 };

const VARIANTS: readonly (readonly [string, OptimiserSettings])[] = [
  ['Adam alone', PLAIN_ADAM],
  ['weight decay', { ...PLAIN_ADAM, weightDecay: 0.3 }],
  ['clipping', { ...PLAIN_ADAM, clipNorm: 0.05 }],
  ['an average', { ...PLAIN_ADAM, ema: 0.5 }],
  ['an encoder that moves slowly', { ...PLAIN_ADAM, encoderRate: 0.1 }],
  ['a frozen encoder', { ...PLAIN_ADAM, encoderRate: 0 }],
  ['all of them', { ...PLAIN_ADAM, weightDecay: 0.1, clipNorm: 0.1, ema: 0.4 }],
  ['all of them and a slow encoder', ALL],
  ['all of them and a frozen encoder', { ...ALL, encoderRate: 0 }],
];

describe.each(ENGINES)('a step on $engine', ({ engine, opener, unbiased }) => {
  const itRuns = engine === 'tensorflow' && !hasTensorFlow ? it.skip : it;
  beforeAll(async () => void (engine === 'tensorflow' && !hasTensorFlow ? 0 : await openBackEnd(engine)));

  itRuns.each(VARIANTS)('moves parameters as the reference does with %s', async (_, optimiser) => {
    const found = await stepped(opener(optimiser), STEPS);
    const expected = reference(optimiser, unbiased);
    const last = expected.at(-1) as ReferenceState;
    expectNear(
      found.losses,
      expected.map(({ loss }) => loss),
      2e-3,
    ); // sums over 32 pixels, of some 40
    expectNear(found.state.parameters, last.parameters, 2e-4);
    const kept = optimiser.ema === null ? last.parameters : last.average;
    expectNear(found.state.average ?? found.state.parameters, kept, 2e-4);
    expectNear([found.validation], [referenceLoss(NETWORK, kept, PIXELS)], 5e-3);
  });

  itRuns.each([1, 0.25, 0])('goes on from its state bit for bit, the encoder at %d', async (encoderRate) => {
    const optimiser = { ...ALL, encoderRate };
    const straight = await stepped(opener(optimiser), 7);
    const half = await stepped(opener(optimiser), 3);
    const resumed = await stepped(opener(optimiser), 4, half.state);
    expect(resumed.state).toEqual(straight.state);
    expect(resumed.validation).toBe(straight.validation);
  });

  itRuns('measures the average without disturbing what is trained', async () => {
    const optimiser = { ...PLAIN_ADAM, ema: 0.9 };
    const straight = await stepped(opener(optimiser), 4);
    const measured = await stepped(opener(optimiser), 4, START, { measureEach: true });
    expect(measured.state).toEqual(straight.state);
  });

  itRuns('leaves no tensor behind', async () => {
    const optimiser = { ...ALL, encoderRate: 0 };
    const before = tf.memory().numTensors;
    await stepped(opener(optimiser), 3, START, { measureEach: true });
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('the reference', () => {
  it('is one that every option changes: the gradient is longer than the clip, kernels shrink, averages and encoders lag', () => {
    const plain = reference(PLAIN_ADAM, true);
    expect(plain.every(({ norm }) => norm > 0.1)).toBe(true);
    const distance = (a: readonly number[], b: readonly number[]) =>
      Math.max(...a.map((value, i) => Math.abs(value - (b[i] ?? NaN))));
    const end = (optimiser: OptimiserSettings) => reference(optimiser, true).at(-1) as ReferenceState;
    const { parameters } = plain.at(-1) as ReferenceState;
    for (const change of [{ weightDecay: 0.3 }, { clipNorm: 0.05 }, { encoderRate: 0.1 }])
      expect(distance(end({ ...PLAIN_ADAM, ...change }).parameters, parameters)).toBeGreaterThan(2e-3);
    expect(distance(end({ ...PLAIN_ADAM, ema: 0.5 }).average, parameters)).toBeGreaterThan(2e-3);
  });
});

describe('kernelsOf', () => {
  it('names the kernels alone, not biases and not what normalises', () => {
    const network = referenceNetwork();
    expect(kernelsOf(network)).toEqual([true, false, false, true, false]);
    expect(variablesOf(network).reduce((sum, { size }) => sum + size, 0)).toBe(START.parameters.length);
    network.dispose();
  });
});

describe('ratesOf', () => {
  it('gives layers of the encoder their own rate, weight by weight', () => {
    const network = referenceNetwork();
    expect(ratesOf(network, 0.25)).toEqual([0.25, 0.25, 0.25, 1, 1]);
    network.dispose();
  });
});

describe('averageDecay', () => {
  it('rises from 2/11 to its setting', () => {
    expect(averageDecay(0.999, 1)).toBe(2 / 11);
    expect(averageDecay(0.999, 90)).toBe(0.91);
    expect(averageDecay(0.999, 1e6)).toBe(0.999);
  });
});

describe('clipped', () => {
  it('shortens what is longer than the limit, keeps its direction, and leaves the rest as it is', async () => {
    await openBackEnd('cpu');
    const clip = (values: number[], most: number) => [...clipped(tf.tensor1d(values), most).dataSync()];
    expectNear(clip([3, 0, -4], 1), [0.6, 0, -0.8], 1e-6);
    expect(clip([3, 0, -4], 5)).toEqual([3, 0, -4]);
    expect(clip([3, 0, -4], 6)).toEqual([3, 0, -4]);
    expect(clip([0, 0], 1)).toEqual([0, 0]);
  });
});

/** Two windows of 4 × 4 pixels, each with two bins of its own weights. */
const PIXELS: readonly ReferencePixel[] = (() => {
  const rng = rngFrom('pixels');
  return Array.from({ length: 2 * SIDE * SIDE }, () => {
    const lightness = Math.fround(2 * rng() - 1);
    const first = lightness > 0 ? 2 : 0;
    const label = [first, 1].map((bin) => ({ bin, weight: Math.fround(0.2 + rng()) }));
    return { lightness, label };
  });
})();

const BATCH: Batch = {
  patches: 2,
  neighbours: 2,
  lightness: Float32Array.from(PIXELS, ({ lightness }) => lightness),
  index: Int32Array.from(PIXELS.flatMap(({ label }) => label.map(({ bin }) => bin))),
  weight: Float32Array.from(PIXELS.flatMap(({ label }) => label.map(({ weight }) => weight))),
  weightSum: PIXELS.flatMap(({ label }) => label).reduce((sum, { weight }) => sum + weight, 0),
  entropySum: 0,
};

const START: LearnerState = (() => {
  const rng = rngFrom('start');
  const drawn = (count: number) => Array.from({ length: count }, () => 2 * rng() - 1);
  const { width, bins } = NETWORK;
  const gammas = [1.2, 0.8];
  const parameters = [0.7, -0.9, ...gammas, ...drawn(width + width * bins + bins), 0, 0, 1, 1];
  return { parameters: Float32Array.from(parameters), adam: freshAdam(PARAMETERS) };
})();

const ENCODER = {
  conv: { name: 'encoder_conv', inputShape: [null, null, 1] },
  norm: { name: 'encoder_norm' },
};

function referenceNetwork(): tf.LayersModel {
  const { width, bins, epsilon, momentum } = NETWORK;
  const size = { kernelSize: 1, kernelInitializer: 'zeros' } as const;
  return tf.sequential({
    layers: [
      tf.layers.conv2d({ ...size, ...ENCODER.conv, filters: width, useBias: false }),
      tf.layers.batchNormalization({ ...ENCODER.norm, epsilon, momentum }),
      tf.layers.reLU(),
      tf.layers.conv2d({ ...size, filters: bins }),
    ],
  });
}

function reference(optimiser: OptimiserSettings, unbiased: boolean): ReferenceState[] {
  const steps = { steps: STEPS, unbiased };
  return referenceTraining(
    NETWORK,
    [...START.parameters],
    PIXELS,
    { ...optimiser, learningRate: RATE },
    steps,
  );
}

/** Some steps on one batch. */
async function stepped(opener: LearnerOpener, steps: number, from = START, { measureEach = false } = {}) {
  const network = referenceNetwork();
  const learner = await opener.open(network, from);
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) {
    const loss = await learner.step(BATCH, RATE);
    losses.push(...(await loss.data()));
    loss.dispose();
    if (measureEach) await learner.lossOf(BATCH);
  }
  const result = { losses, validation: await learner.lossOf(BATCH), state: await learner.state() };
  await learner.close();
  network.dispose();
  return result;
}

function expectNear(found: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  expect(found).toHaveLength(expected.length);
  for (let i = 0; i < expected.length; i++)
    expect(Math.abs((found[i] ?? NaN) - (expected[i] ?? NaN))).toBeLessThan(tolerance);
}
