import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import type * as tf from '@tensorflow/tfjs';
import { rngFrom } from '@tintype/colour';

import type { BackEndName } from '../src/backend/back-end.ts';
import { openBackEnd } from '../src/backend/node-back-end.ts';
import type { Batch } from '../src/batches/batch.ts';
import { graphLearner } from '../src/graph/graph-learner.ts';
import { currentBinding } from '../src/graph/graph-session.ts';
import { buildNetwork, initialParameters } from '../src/networks/networks.ts';
import { freshAdam } from '../src/optimise/adam.ts';
import { localOpener } from '../src/optimise/gradients.ts';
import { gradientLearner, type Learner, type LearnerOpener } from '../src/optimise/learner.ts';
import { PLAIN_ADAM } from '../src/optimise/optimiser.ts';
import { replicatedGradients } from '../src/optimise/replicas.ts';
import { type NetworkSettings, RELU } from '../src/settings/network-settings.ts';
import type { Precision } from '../src/settings/train-settings.ts';
import { openPyTorchPeer, type PyTorchVariant } from './pytorch-peer.ts';
import { judgeResult, report } from './results.ts';
import { stepRate } from './step-rate.ts';

/**
 * Patches per second of whole optimiser steps (104 bins, Adam, weighted soft cross-entropy) on every back end here,
 * beside PyTorch doing the same: of the article's network (k·Q/8 filters, batches of 32 patches of 32 × 32), or with
 * `--network pretrained` of EfficientNet-Lite0's encoder to stride 16 under a decoder of 96 filters (batches of 8 patches
 * of 192 × 192), all of it and the decoder alone.
 * Contenders take turns in short rounds, so that a noisy machine is noisy for all; ratios are within a round.
 */
const BINS = 104;
/** Behind the name of what trains the decoder alone. */
const FROZEN = ', frozen encoder';
const NEIGHBOURS = 5;
const LEARNING_RATE = 1e-3;

const { values: options } = parseArgs({
  options: {
    json: { type: 'string' },
    python: { type: 'string', default: process.env['TINTYPE_PYTHON'] ?? '' },
    network: { type: 'string', default: 'article' },
    batch: { type: 'string' },
    rounds: { type: 'string', default: '7' },
    seconds: { type: 'string', default: '3' },
  },
});
const WORKS: Record<string, Work> = {
  article: {
    network: { kind: 'article', width: 13, activation: RELU },
    ...{ batch: 32, patch: 32, target: 16, encoderRates: [1] },
  },
  pretrained: {
    network: { kind: 'pretrained', width: 96, cut: 16, activation: RELU },
    ...{ batch: 8, patch: 192, target: 48, encoderRates: [0.1, 0] },
  },
};
const work = WORKS[options.network];
if (work === undefined)
  throw new Error(`--network: expected ${Object.keys(WORKS).join(' or ')}, got ${options.network}`);
const { network: NETWORK, patch: PATCH, target: TARGET, encoderRates } = work;
const BATCH = Number(options.batch ?? work.batch);
const SECONDS = Number(options.seconds);

interface Work {
  readonly network: NetworkSettings;
  readonly batch: number;
  /** Sides of what a patch shows and of what is predicted of it. */
  readonly patch: number;
  readonly target: number;
  /** Those measured; 0: the encoder is frozen. */
  readonly encoderRates: readonly number[];
}

interface Contender {
  readonly name: string;
  readonly rounds: number[];
  rate(): Promise<number>;
  close(): Promise<void>;
}

const contenders = [...(await engines()), ...(await pytorch())];
for (let round = 0; round < Number(options.rounds); round++)
  for (const { name, rounds, rate } of contenders) {
    rounds.push(await rate());
    process.stderr.write(`round ${round + 1}: ${name} ${rounds.at(-1)?.toFixed(0)} patches/s\n`);
  }
await Promise.all(contenders.map(({ close }) => close()));
await report(results(contenders), options.json);
process.exit(); // a GPU device may keep Node alive

async function engines(): Promise<Contender[]> {
  const found: (Contender | null)[] = [];
  for (const encoderRate of encoderRates) {
    const optimiser = { ...PLAIN_ADAM, encoderRate };
    for (const precision of ['float32', 'bfloat16'] as const)
      found.push(
        await engine('tensorflow', { precision, encoderRate }, () =>
          graphLearner(currentBinding(), precision, optimiser),
        ),
      );
    const plain = { precision: 'float32', encoderRate } as const;
    found.push(await engine('webgpu', plain, () => gradientLearner(localOpener, optimiser)));
    found.push(await engine('wasm', plain, () => gradientLearner(twoReplicas(), optimiser)));
  }
  return found.filter((contender) => contender !== null);
}

/** A back end that is not here is passed over, and said so. */
async function engine(
  backEnd: BackEndName,
  { precision, encoderRate }: { readonly precision: Precision; readonly encoderRate: number },
  opener: () => LearnerOpener,
): Promise<Contender | null> {
  const name = `${backEnd} ${precision}${encoderRate === 0 ? FROZEN : ''}`;
  try {
    const { version, device } = await openBackEnd(backEnd);
    const learner = await openLearner(opener());
    process.stderr.write(`${name}: ${version} (${device})\n`);
    const batch = exampleBatch();
    const rate = async () => {
      await openBackEnd(backEnd);
      return patchesPerSecond(learner, batch);
    };
    return { name, rounds: [], rate, close: () => learner.close() };
  } catch (error) {
    process.stderr.write(`${name}: not measured: ${String(error)}\n`);
    return null;
  }
}

function twoReplicas() {
  const workerUrl = new URL('replica.worker.js', import.meta.url);
  const setup = { backEnd: 'wasm', network: NETWORK, bins: BINS } as const;
  return {
    replicas: 2,
    open: (network: tf.LayersModel, encoderRate: number) =>
      replicatedGradients(network, { ...setup, encoderRate }, { count: 2, workerUrl }),
  };
}

function openLearner(opener: LearnerOpener): Promise<Learner> {
  const network = buildNetwork(NETWORK, BINS);
  const parameters = initialParameters(NETWORK, network, new Float32Array(BINS), 1);
  return opener.open(network, { parameters, adam: freshAdam(parameters.length) });
}

function exampleBatch(): Batch {
  const rng = rngFrom('bench');
  const pixels = BATCH * TARGET * TARGET;
  const weight = Float32Array.from({ length: pixels * NEIGHBOURS }, () => 0.1 + rng());
  const starts = Int32Array.from({ length: pixels }, () => Math.floor(rng() * (BINS - NEIGHBOURS)));
  return {
    patches: BATCH,
    neighbours: NEIGHBOURS,
    lightness: Float32Array.from({ length: BATCH * PATCH * PATCH }, () => 2 * rng() - 1),
    index: Int32Array.from(weight, (_, i) => (starts[Math.floor(i / NEIGHBOURS)] ?? 0) + (i % NEIGHBOURS)),
    weight,
    weightSum: weight.reduce((sum, value) => sum + value, 0),
    entropySum: 0,
  };
}

async function patchesPerSecond(learner: Learner, batch: Batch): Promise<number> {
  return BATCH * (await stepRate(learner, batch, { learningRate: LEARNING_RATE, seconds: SECONDS }));
}

async function pytorch(): Promise<Contender[]> {
  if (options.python === '') {
    process.stderr.write('PyTorch: not measured: name an interpreter that has it with --python\n');
    return [];
  }
  const script = fileURLToPath(new URL('../../bench/train-peer.py', import.meta.url));
  const peer = await openPyTorchPeer(options.python, script, {
    ...{ network: NETWORK.kind, bins: BINS, batch: BATCH, patch: PATCH, target: TARGET },
    ...{ neighbours: NEIGHBOURS, seconds: SECONDS, device: 'cpu' },
  });
  process.stderr.write(`PyTorch ${peer.version}\n`);
  const variants: readonly PyTorchVariant[] = ['eager', 'channels_last', 'channels_last bfloat16'];
  const suffixes = encoderRates.map((rate) => (rate === 0 ? FROZEN : ''));
  const names = suffixes.flatMap((suffix) => variants.map((variant) => `${variant}${suffix}`));
  return names.map((variant) => ({
    name: `PyTorch ${variant}`,
    rounds: [],
    rate: () => peer.rate(variant),
    close: async () => peer.close(),
  }));
}

function results(measured: readonly Contender[]) {
  const roundsOf = (name: string) => measured.find((contender) => contender.name === name)?.rounds;
  const single = measured.map(({ name, rounds }) =>
    judgeResult(name, 'patches/s', rounds, name === 'wasm float32' ? { target: 25 } : {}),
  );
  const pairs = [
    ['tensorflow float32', 'PyTorch channels_last', 1.05],
    ['tensorflow bfloat16', 'PyTorch channels_last', 1.4],
    ['tensorflow bfloat16', 'PyTorch channels_last bfloat16', 0.95],
    [`tensorflow float32${FROZEN}`, `PyTorch channels_last${FROZEN}`, 1.05],
    [`tensorflow bfloat16${FROZEN}`, `PyTorch channels_last bfloat16${FROZEN}`, 0.95],
  ] as const;
  const compared = pairs.flatMap(([name, peer, target]) => {
    const [own, others] = [roundsOf(name), roundsOf(peer)];
    return own && others ? [judgeResult(name, 'patches/s', own, { peer, rounds: others, target })] : [];
  });
  return [...single, ...compared];
}
