export { colorizeFiles, type FilesOptions, type PhotoOutcome } from './colorize-files.ts';
export { colorizePhoto, type ColouredPhoto, type PhotoOptions } from './colorize-photo.ts';
export { listPhotos, type ListOptions, type PhotoFile, type PhotoList } from './list-photos.ts';
export { stripeThreads } from './stripe-threads.ts';
