import type { LayersModel } from '@tensorflow/tfjs';
import { binCount } from '@tintype/colour';

import type { BackEnd, BackEndChoice, BackEndName } from '../backend/back-end.ts';
import { openBackEnd } from '../backend/node-back-end.ts';
import { graphLearner } from '../graph/graph-learner.ts';
import { currentBinding } from '../graph/graph-session.ts';
import { localOpener } from '../optimise/gradients.ts';
import { gradientLearner, type LearnerOpener } from '../optimise/learner.ts';
import { optimiserOf } from '../optimise/optimiser.ts';
import { replicatedGradients } from '../optimise/replicas.ts';
import { trainWith } from './train.ts';
import type { TrainOptions, TrainResult } from './train-options.ts';

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
  const { precision } = options.settings;
  const backEnd = { ...(await openBackEnd(options.backEnd)), precision };
  return trainWith(options, backEnd, learnerOn(backEnd, options, replicas));
}

/** One graph on `tensorflow`; elsewhere tfjs's own gradients, from as many threads as asked for. */
function learnerOn(
  { name, precision }: BackEnd,
  { settings, gamut }: TrainOptions,
  replicas: NodeTrainOptions['replicas'],
): LearnerOpener {
  const optimiser = optimiserOf(settings);
  if (name === 'tensorflow') return graphLearner(currentBinding(), precision, optimiser);
  if (precision !== 'float32')
    throw new Error(
      `train.precision: expected float32 on the back end ${name}, got ${precision}; it needs tensorflow: run npx tintype provision`,
    );
  // Replicas would not share its batch statistics, and tfjs has no gradient of dilated convolutions.
  if (settings.network.kind === 'zhang')
    throw new Error(
      `train.network.kind: expected one without batch normalisation and dilation on the back end ${name}, got zhang; it trains on tensorflow: run npx tintype provision`,
    );
  if (replicas === undefined || replicas.count === 1 || !ONE_CORE.includes(name))
    return gradientLearner(localOpener, optimiser);
  const setup = { backEnd: name, network: settings.network, bins: binCount(gamut) };
  const open = (network: LayersModel, encoderRate: number) =>
    replicatedGradients(network, { ...setup, encoderRate }, replicas);
  return gradientLearner({ replicas: replicas.count, open }, optimiser);
}
