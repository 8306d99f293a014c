export { colorizeFiles, type FilesOptions, type PhotoOutcome } from './colorize-files.ts';
export { colorizePhoto, type ColouredPhoto, type PhotoOptions } from './colorize-photo.ts';
export { findHints, HintsError, readHints, type FoundHints } from './hints/find-hints.ts';
export { listPhotos, type ListedPhotos, type ListOptions, type PhotoFile } from './list-photos.ts';
export { stripeThreads } from './stripe-threads.ts';
export { openModelFolder, type OpenedFolder } from './open-model-folder.ts';
export { openBackEnd } from '@tintype/network/node';
