export { type LayerRow, type NetworkDescription } from './article-network.ts';
export {
  cpuOpener,
  openBackEndFrom,
  wasmOpener,
  type BackEnd,
  type BackEndChoice,
  type BackEndName,
  type BackEndOpener,
} from './back-end.ts';
export { framed } from './frame.ts';
export { encodeEventFile, type Summary, type SummaryEvent } from './event-file.ts';
export { type PatchSource } from './batch.ts';
export { describeNetwork, geometryOf, type Geometry } from './networks.ts';
export { loadModel, type Cells, type Model, type Pixel } from './model.ts';
export { shrinkModel } from './shrink-model.ts';
export { metadataIn, type ModelFiles, type ModelMetadata } from './model-files.ts';
export { type ArticleNetworkSettings, type NetworkSettings, type TrainSettings } from './settings.ts';
export { type TrainOptions, type TrainResult } from './train.ts';
export { type CurveRow, type TrainEvent } from './train-event.ts';
export {
  activationAt,
  activationNamed,
  type ActivationKind,
  type ActivationSettings,
  type RReluSettings,
} from './activation.ts';
export {
  CELL,
  REACH,
  measureClassifier,
  measureUnits,
  type ClassifierMeasures,
  type LabelledPictures,
  type UnitMeasures,
} from './classifier.ts';
export { type ClassifierKind, type ClassifierSettings } from './classifier-network.ts';
export { type ClassifierEvent, type ClassifierRow, type ClassifierTraining } from './train-classifier.ts';
