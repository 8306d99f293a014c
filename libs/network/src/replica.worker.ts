import { parentPort, workerData } from 'node:worker_threads';

import { openBackEnd } from './backend/node-back-end.ts';
import { buildNetwork } from './networks/networks.ts';
import { variablesOf, writeParameters } from './networks/parameters.ts';
import { localGradients } from './optimise/gradients.ts';
import type { ReplicaRequest, ReplicaSetup } from './optimise/replicas.ts';

const setup = workerData as ReplicaSetup; // given by openReplica
await openBackEnd(setup.backEnd);
const network = buildNetwork(setup.network, setup.bins); // every request brings its parameters
const variables = variablesOf(network);
const gradients = localGradients(network, setup.encoderRate);

parentPort?.on('message', async (request: ReplicaRequest) => {
  parentPort?.postMessage(await answer(request));
});
parentPort?.postMessage(0); // ready

async function answer({ wants, examples, draw }: ReplicaRequest): Promise<number> {
  writeParameters(variables, setup.parameters);
  if (wants === 'loss') return gradients.lossOf(examples);
  const { gradient, loss } = await gradients.of(examples, draw);
  setup.gradient.set(await gradient.data<'float32'>());
  const [value = NaN] = await loss.data();
  gradient.dispose();
  loss.dispose();
  return value;
}
