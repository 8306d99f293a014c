// What a model's files say, and how it is looked through, without TensorFlow.js: for threads that do not compute with it.
export { framed } from './model/frame.ts';
export { gamutOf, metadataIn } from './model/model-json.ts';
export { readDecoding } from './model/model-metadata.ts';
