import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { rngFrom } from '@tintype/colour';

import type { BackEndName } from '../src/backend/back-end.ts';
import { openBackEnd } from '../src/backend/node-back-end.ts';
import type { Batch } from '../src/batches/batch.ts';
import { graphLearner } from '../src/graph/graph-learner.ts';
import { currentBinding } from '../src/graph/graph-session.ts';
import { activationNamed } from '../src/networks/activation.ts';
import { buildClassifier, initialClassifier } from '../src/networks/classifier-network.ts';
import { sizeOfAll } from '../src/networks/initial-parameters.ts';
import { freshAdam } from '../src/optimise/adam.ts';
import { localOpener } from '../src/optimise/gradients.ts';
import { gradientLearner, type Learner } from '../src/optimise/learner.ts';
import type { ActivationKind } from '../src/settings/network-settings.ts';
import { classifierBatch } from '../src/training/classifier.ts';
import { openPyTorchPeer } from './pytorch-peer.ts';
import { type BenchResult, judgeResult, report } from './results.ts';
import { stepRate } from './step-rate.ts';

/**
 * Pictures per second of whole training steps of the review's network (784–1024–128–10, 60 pictures, Adam) for some
 * activations, on native TensorFlow and on wasm, beside PyTorch doing the same. Contenders take turns in short
 * rounds, so that a noisy machine is noisy for all; ratios are within a round.
 */
const { values: options } = parseArgs({
  options: {
    json: { type: 'string' },
    python: { type: 'string', default: process.env['TINTYPE_PYTHON'] ?? '' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '1' },
  },
});
const [ROUNDS, SECONDS] = [Number(options.rounds), Number(options.seconds)];
const BATCH = 60;
const RATE = 1e-4;
const SIDE = 28;
const NETWORKS = [
  { activation: 'relu', batchNorm: false },
  { activation: 'relu', batchNorm: true },
  { activation: 'prelu', batchNorm: false },
  { activation: 'rrelu', batchNorm: false },
] as const;
const LEAST = 0.8; // of PyTorch's speed

interface Contender {
  readonly name: string;
  readonly rounds: number[];
  rate(): Promise<number>;
}

const variants = NETWORKS.map(
  ({ activation, batchNorm }) => `${activation} ${batchNorm ? 'normalised' : 'plain'}`,
);
const own = [...(await contenders('tensorflow')), ...(await contenders('wasm'))];
const peers = await pytorch();
for (let round = 0; round < ROUNDS; round++)
  for (const { rounds, rate } of [...own, ...peers]) rounds.push(await rate());
await report(results(), options.json);
process.exit(); // the peer and a device may keep Node alive

/** A back end that is not here is passed over, and said so. */
async function contenders(backEnd: BackEndName): Promise<Contender[]> {
  try {
    await openBackEnd(backEnd);
  } catch (error) {
    process.stderr.write(`${backEnd}: not measured: ${String(error)}\n`);
    return [];
  }
  const batch = exampleBatch();
  return Promise.all(
    NETWORKS.map(async ({ activation, batchNorm }, i) => {
      const learner = await openLearner(backEnd, activation, batchNorm);
      const rate = async () => {
        await openBackEnd(backEnd);
        return picturesPerSecond(learner, batch);
      };
      return { name: `${backEnd} ${variants[i]}`, rounds: [], rate };
    }),
  );
}

function openLearner(backEnd: BackEndName, kind: ActivationKind, batchNorm: boolean): Promise<Learner> {
  const network = { kind: 'dense', hidden: [1024, 128] } as const;
  const settings = { network, activation: activationNamed(kind, 1), batchNorm };
  const classifier = buildClassifier(settings, { side: SIDE, classes: 10 });
  const parameters = initialClassifier(settings, classifier.network, 1);
  const opener =
    backEnd === 'tensorflow' ? graphLearner(currentBinding(), 'float32') : gradientLearner(localOpener);
  const adam = freshAdam(sizeOfAll(classifier.network.trainableWeights));
  return opener.open(classifier.network, { parameters, adam });
}

function exampleBatch(): Batch {
  const rng = rngFrom('bench');
  const pixels = Uint8Array.from({ length: BATCH * SIDE * SIDE }, () => Math.floor(256 * rng()));
  const labels = Uint8Array.from({ length: BATCH }, () => Math.floor(10 * rng()));
  return classifierBatch({ pixels, labels, side: SIDE }, Int32Array.from(labels.keys()));
}

async function picturesPerSecond(learner: Learner, batch: Batch): Promise<number> {
  return BATCH * (await stepRate(learner, batch, { learningRate: RATE, seconds: SECONDS }));
}

async function pytorch(): Promise<Contender[]> {
  if (options.python === '') {
    process.stderr.write('PyTorch: not measured: name an interpreter that has it with --python\n');
    return [];
  }
  const script = fileURLToPath(new URL('../../bench/activations-peer.py', import.meta.url));
  const peer = await openPyTorchPeer(options.python, script, { batch: BATCH, seconds: SECONDS });
  process.stderr.write(`PyTorch ${peer.version}\n`);
  return variants.map((name) => ({ name: `PyTorch ${name}`, rounds: [], rate: () => peer.rate(name) }));
}

function results(): BenchResult[] {
  const single = [...own, ...peers].map(({ name, rounds }) => judgeResult(name, 'pictures/s', rounds));
  const compared = variants.flatMap((variant) => {
    const [ours, theirs] = [`tensorflow ${variant}`, `PyTorch ${variant}`].map((name) =>
      [...own, ...peers].find((contender) => contender.name === name),
    );
    if (ours === undefined || theirs === undefined) return [];
    const against = { peer: theirs.name, rounds: theirs.rounds, target: LEAST };
    return [judgeResult(ours.name, 'pictures/s', ours.rounds, against)];
  });
  return [...single, ...compared];
}
