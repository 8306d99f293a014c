export { threadedBatches, type BatchThreadOptions } from './batch-thread.ts';
export { checkpointFolder } from './checkpoint-folder.ts';
export { openBackEnd } from './node-back-end.ts';
export { train, type NodeTrainOptions } from './node-train.ts';
export { trainClassifier, type NodeClassifierOptions } from './node-classifier.ts';
