export { type LayerRow, type NetworkDescription } from './networks/article-network.ts';
export {
  cpuOpener,
  openBackEndFrom,
  wasmOpener,
  type BackEnd,
  type BackEndChoice,
  type BackEndName,
  type BackEndOpener,
} from './backend/back-end.ts';
export { framed } from './model/frame.ts';
export { predictWhole } from './model/whole-plane.ts';
export { encodeEventFile, type Summary, type SummaryEvent } from './training/event-file.ts';
export { type PatchSource } from './batches/patch-source.ts';
export { describeNetwork } from './networks/networks.ts';
export { findGeometry, type Geometry } from './networks/geometry.ts';
export { loadModel, type CellGrid, type Cells, type LogitCells, type Model } from './model/model.ts';
export { shrinkModel } from './model/shrink-model.ts';
export { metadataIn, type ModelFiles, rewriteDecoding } from './model/model-json.ts';
export { type Decoding, readDecoding, type ModelMetadata } from './model/model-metadata.ts';
export { type TrainSettings } from './settings/train-settings.ts';
export { type NetworkSettings } from './settings/network-settings.ts';
export { type Start } from './training/start.ts';
export { type TrainResult } from './training/train-options.ts';
export { type TrainOptions } from './training/train-options.ts';
export { type TrainEvent } from './training/train-event.ts';
export { type CurveRow } from './checkpoints/curve-row.ts';
export { activationAt, activationNamed } from './networks/activation.ts';
export { type ActivationKind } from './settings/network-settings.ts';
export { type RReluSettings } from './settings/network-settings.ts';
export { type ActivationSettings } from './settings/network-settings.ts';
export {
  CELL,
  REACH,
  measureClassifier,
  measureUnits,
  type ClassifierMeasures,
  type LabelledPictures,
  type UnitMeasures,
} from './training/classifier.ts';
export { type ClassifierKind, type ClassifierSettings } from './networks/classifier-network.ts';
export {
  type ClassifierEvent,
  type ClassifierRow,
  type ClassifierTraining,
} from './training/train-classifier.ts';
