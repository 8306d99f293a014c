// Files and threads, without TensorFlow.js: for those whose model lies in a thread of its own.
export { colorizeFiles, type FilesOptions, type PhotoOutcome } from './photos/colorize-files.ts';
export { colorizePhoto, type ColouredPhoto, type PhotoOptions } from './colorize-photo.ts';
export { findHints, HintsError, readHints, type FoundHints } from './hints/find-hints.ts';
export { applyHintFile } from './hints/hint-file.ts';
export { listPhotos, type ListedPhotos, type ListOptions, type PhotoFile } from './photos/list-photos.ts';
export { modelThread, type ModelThread } from './model-thread.ts';
export { stripeThreads } from './stripe-threads.ts';
export type { Digest } from '@tintype/store';
