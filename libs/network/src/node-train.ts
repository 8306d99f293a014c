import type { LayersModel } from '@tensorflow/tfjs';
import { binCount } from '@tintype/colour';

import type { BackEndChoice, BackEndName } from './back-end.ts';
import { localOpener } from './gradients.ts';
import { gradientLearner } from './learner.ts';
import { openBackEnd } from './node-back-end.ts';
import { replicatedGradients } from './replicas.ts';
import type { TrainOptions, TrainResult } from './train.ts';
import { trainWith } from './train.ts';

export interface NodeTrainOptions extends TrainOptions {
  readonly backEnd: BackEndChoice;
  /**
   * Worker threads that share each batch; `workerUrl` is the built `@tintype/network/replica`. Worth it on
   * back ends that use one core; the others train in this thread whatever is asked.
   */
  readonly replicas?: { readonly count: number; readonly workerUrl: URL };
}

/** The others use all cores, or a GPU, by themselves. */
const ONE_CORE: readonly BackEndName[] = ['wasm', 'cpu'];

/** Opens the back end and trains on it; see `trainWith` for what is promised. */
export async function train({ replicas, ...options }: NodeTrainOptions): Promise<TrainResult> {
  const backEnd = await openBackEnd(options.backEnd);
  const { name } = backEnd;
  if (replicas === undefined || replicas.count === 1 || !ONE_CORE.includes(name))
    return trainWith(options, backEnd, gradientLearner(localOpener));
  const setup = { backEnd: name, network: options.settings.network, bins: binCount(options.gamut) };
  const open = (network: LayersModel) => replicatedGradients(network, setup, replicas);
  return trainWith(options, backEnd, gradientLearner({ replicas: replicas.count, open }));
}
