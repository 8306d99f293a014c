import { parseArgs } from 'node:util';

import * as tf from '@tensorflow/tfjs';

import type { BackEndChoice } from '../src/backend/back-end.ts';
import { memoryCheckpoints } from '../src/testing/memory-checkpoints.ts';
import { SMALL, smallGamut, syntheticPatches } from '../src/testing/synthetic-patches.ts';
import { train } from '../src/training/node-train.ts';
import { type BenchResult, median, report } from './results.ts';

/**
 * Trains for ten thousand steps as the pipeline does, validation, pictures and checkpoints included, and tells
 * whether tensors or memory grow. Small, so that it ends in minutes: a leak is one per step, whatever the size.
 */
const { values: options } = parseArgs({
  options: {
    json: { type: 'string' },
    'back-end': { type: 'string', default: 'auto' },
    replicas: { type: 'string', default: '1' },
    steps: { type: 'string', default: '10000' },
  },
});
const EPOCHS = 40;
const STEPS = Math.max(1, Math.round(Number(options.steps) / EPOCHS)); // an epoch's
const MEGABYTE = 1024 * 1024;
/** What the memory of a process may move by without growing: the garbage collector's own rhythm. */
const STEADY = 16; // MB

const tensors: number[] = [];
const memory: number[] = []; // MB
const { backEnd, steps } = await train({
  settings: { ...SMALL, epochs: EPOCHS, keep: 'last' },
  backEnd: options['back-end'] as BackEndChoice,
  gamut: smallGamut(),
  weights: new Float32Array(9).fill(1),
  data: {
    train: syntheticPatches(STEPS * SMALL.batch, 'train'),
    validation: syntheticPatches(8, 'validation'),
  },
  checkpoints: memoryCheckpoints(),
  replicas: {
    count: Number(options.replicas),
    workerUrl: new URL('replica.worker.js', import.meta.url),
  },
  inspect: async (model) => void (await model.predict(new Float32Array(1024).fill(50), 32, 32, [0.38])),
  signal: new AbortController().signal,
  now: () => performance.now(),
  emit(event) {
    if (event.type !== 'epoch') return;
    tensors.push(tf.memory().numTensors + nativeTensors());
    memory.push(process.memoryUsage().rss / MEGABYTE);
    if (event.row.epoch % 4 === 0)
      process.stderr.write(
        `step ${event.row.step}: ${tensors.at(-1)} tensors, ${memory.at(-1)?.toFixed(0)} MB\n`,
      );
  },
});
await report(
  [
    atMost(`tensors gained over ${steps} steps on ${backEnd.name}`, grown(tensors), 'tensors', 0),
    atMost(`resident memory gained over the last ${steps / 2} steps`, grown(memory), 'MB', STEADY),
  ],
  options.json,
);
process.exit(); // a GPU device may keep Node alive

/** Of TensorFlow's own, which live below TensorFlow.js; elsewhere 0. */
function nativeTensors(): number {
  const native = tf.backend() as { getNumOfTFTensors?: () => number };
  return native.getNumOfTFTensors?.() ?? 0;
}

/** The last quarter against the second: the first is for warming up. */
function grown(values: readonly number[]): number {
  const quarter = (n: number) => median(values.slice((n * EPOCHS) / 4, ((n + 1) * EPOCHS) / 4));
  return quarter(3) - quarter(1);
}

function atMost(metric: string, value: number, unit: string, target: number): BenchResult {
  const rounded = Math.round(10 * value) / 10;
  return { metric, value: rounded, unit, peer: null, ratio: null, target, holds: rounded <= target };
}
