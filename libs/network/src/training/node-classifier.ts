import type { BackEnd, BackEndChoice } from '../backend/back-end.ts';
import { openBackEnd } from '../backend/node-back-end.ts';
import { graphLearner } from '../graph/graph-learner.ts';
import { currentBinding } from '../graph/graph-session.ts';
import { localOpener } from '../optimise/gradients.ts';
import { gradientLearner } from '../optimise/learner.ts';
import { type ClassifierOptions, type ClassifierResult, trainClassifierWith } from './train-classifier.ts';

export interface NodeClassifierOptions extends ClassifierOptions {
  readonly backEnd: BackEndChoice;
}

/** Opens the back end and trains on it, in one graph on `tensorflow`, in this thread elsewhere. */
export async function trainClassifier(
  options: NodeClassifierOptions,
): Promise<ClassifierResult & { readonly backEnd: BackEnd }> {
  const backEnd = await openBackEnd(options.backEnd);
  const opener =
    backEnd.name === 'tensorflow' ? graphLearner(currentBinding(), 'float32') : gradientLearner(localOpener);
  return { backEnd, ...(await trainClassifierWith(options, backEnd, opener)) };
}
