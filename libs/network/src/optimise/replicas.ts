import { Worker } from 'node:worker_threads';

import * as tf from '@tensorflow/tfjs';

import type { BackEndName } from '../backend/back-end.ts';
import { type Examples, sliceExamples } from '../batches/batch.ts';
import { readParameters, trainableOf } from '../networks/parameters.ts';
import type { NetworkSettings } from '../settings/network-settings.ts';
import type { Gradients } from './gradients.ts';

/** What a replica is started with. Both vectors are shared memory: [P] in, [P] out. */
export interface ReplicaSetup {
  readonly backEnd: BackEndName;
  readonly network: NetworkSettings;
  readonly bins: number;
  /** 0: the encoder is frozen, so no gradient is computed for it. */
  readonly encoderRate: number;
  readonly parameters: Float32Array<SharedArrayBuffer>;
  readonly gradient: Float32Array<SharedArrayBuffer>;
}

/** A replica answers every request with the summed loss of its examples, a `number`. */
export interface ReplicaRequest {
  readonly wants: 'gradient' | 'loss';
  readonly examples: Examples;
  /** Numbers this slice of this step, for layers that draw at random. */
  readonly draw: number;
}

interface Replica {
  readonly gradient: Float32Array<SharedArrayBuffer>;
  ask(request: ReplicaRequest): Promise<number>;
  close(): Promise<void>;
}

/**
 * Gradients from `count` worker threads, each with its slice of the batch and the parameters in shared memory.
 * This thread keeps the only optimiser, so replicas cannot drift apart; gradients are summed in replica order,
 * so the result depends on their number alone. `workerUrl` is the built `replica.worker`.
 */
export async function replicatedGradients(
  network: tf.LayersModel,
  setup: Omit<ReplicaSetup, 'parameters' | 'gradient'>,
  { count, workerUrl }: { readonly count: number; readonly workerUrl: URL },
): Promise<Gradients> {
  if (network.nonTrainableWeights.length > 0)
    throw new Error(
      `train.replicas: expected 1 with batch normalisation, whose statistics replicas would not share, got ${count}`,
    );
  const variables = trainableOf(network);
  const size = variables.reduce((sum, variable) => sum + variable.size, 0);
  const parameters = sharedFloats(size);
  const replicas = await allOrNone(
    Array.from({ length: count }, () =>
      openReplica(workerUrl, { ...setup, parameters, gradient: sharedFloats(size) }),
    ),
  );

  async function ask(wants: ReplicaRequest['wants'], examples: Examples, step: number) {
    parameters.set(await readParameters(variables));
    const busy = replicas.slice(0, examples.patches); // a last batch may hold fewer patches than there are replicas
    const cut = (i: number) => Math.round((i * examples.patches) / busy.length);
    const losses = await Promise.all(
      busy.map((replica, i) => {
        const slice = sliceExamples(examples, cut(i), cut(i + 1));
        return replica.ask({ wants, examples: slice, draw: step * replicas.length + i });
      }),
    );
    return { busy, loss: losses.reduce((sum, loss) => sum + loss, 0) };
  }

  return {
    async of(examples, draw) {
      const { busy, loss } = await ask('gradient', examples, draw);
      // addN keeps the order; the copies detach the tensors from the memory that the next step overwrites.
      const gradient = tf.tidy(() => tf.addN(busy.map((replica) => tf.tensor1d(replica.gradient.slice()))));
      return { gradient: gradient as tf.Tensor1D, loss: tf.scalar(loss) };
    },
    lossOf: async (examples) => (await ask('loss', examples, 0)).loss,
    close: async () => void (await Promise.all(replicas.map((replica) => replica.close()))),
  };
}

/** Waits for every replica; when one does not start, closes the others and throws its error. */
async function allOrNone(opening: readonly Promise<Replica>[]): Promise<Replica[]> {
  const settled = await Promise.allSettled(opening);
  const opened = settled.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const failed = settled.find((result) => result.status === 'rejected');
  if (failed === undefined) return opened;
  await Promise.all(opened.map((replica) => replica.close()));
  throw failed.reason;
}

/** Starts a worker and waits until its back end is open. One request at a time. */
async function openReplica(workerUrl: URL, setup: ReplicaSetup): Promise<Replica> {
  const worker = new Worker(workerUrl, { workerData: setup });
  let waiting: { resolve(loss: number): void; reject(error: Error): void } | undefined;
  let failure: Error | undefined; // a replica that failed between two requests fails the next one
  const fail = (error: Error) => {
    failure ??= error;
    waiting?.reject(failure);
  };
  worker.on('message', (loss: number) => waiting?.resolve(loss));
  worker.on('error', (cause) => fail(new Error(`replica: ${cause.message}`, { cause })));
  worker.on('exit', (code) => fail(new Error(`replica: ended with code ${code}`)));
  const answer = () =>
    new Promise<number>((resolve, reject) => {
      if (failure !== undefined) reject(failure);
      else waiting = { resolve, reject };
    });
  await answer(); // its first message says that its back end is open
  return {
    gradient: setup.gradient,
    ask(request) {
      const { lightness, index, weight } = request.examples;
      const reply = answer();
      const moved = [lightness, index, weight].map(({ buffer }) => buffer as ArrayBuffer); // slices own theirs
      worker.postMessage(request, moved);
      return reply;
    },
    close: async () => void (await worker.terminate()),
  };
}

function sharedFloats(length: number): Float32Array<SharedArrayBuffer> {
  return new Float32Array(new SharedArrayBuffer(4 * length));
}
