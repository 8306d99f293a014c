import type { BackEnd, BackEndChoice, Cells, LogitCells, Model, ModelFiles } from '@tintype/network';
import { openBackEnd } from '@tintype/network/node';
import { loadRebuilt } from '@tintype/network/rebuilt';

/** What the thread of a model answers, by what it is asked: the back end first, then the model, then predictions. */
export interface ModelAnswers {
  readonly backEnd: BackEnd;
  readonly model: null;
  readonly predict: Float32Array[];
  readonly predictCells: Cells;
  readonly predictLogits: LogitCells;
}

export type Asked = keyof ModelAnswers;

export type ModelRequest =
  | { readonly ask: 'backEnd'; readonly choice: BackEndChoice; readonly threads: number }
  | { readonly ask: 'model'; readonly files: ModelFiles }
  | PredictionRequest<'predict'>
  | PredictionRequest<'predictCells'>
  | PredictionRequest<'predictLogits'>;

interface PredictionRequest<Method extends 'predict' | 'predictCells' | 'predictLogits'> {
  readonly ask: Method;
  readonly given: Parameters<Model[Method]>;
}

let model: Model | null = null; // of this thread

/** Does what the thread is asked for. */
export async function answerModel(request: ModelRequest): Promise<ModelAnswers[Asked]> {
  switch (request.ask) {
    case 'backEnd':
      return openBackEnd(request.choice, request.threads);
    case 'model':
      model = await loadRebuilt(request.files);
      return null;
    case 'predict':
      return opened().predict(...request.given);
    case 'predictCells':
      return opened().predictCells(...request.given);
    case 'predictLogits':
      return opened().predictLogits(...request.given);
    default:
      return request satisfies never;
  }
}

function opened(): Model {
  if (model === null) throw new Error('Internal error: expected a model to be loaded before it predicts');
  return model;
}
