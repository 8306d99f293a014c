export { threadedBatches, type BatchThreadOptions } from './batches/batch-thread.ts';
export { checkpointFolder } from './checkpoints/checkpoint-folder.ts';
export { openBackEnd } from './backend/node-back-end.ts';
export { train, type NodeTrainOptions } from './training/node-train.ts';
export { trainClassifier, type NodeClassifierOptions } from './training/node-classifier.ts';
