export * from './files.ts';
export { openModelFolder, type OpenedFolder } from './open-model-folder.ts';
export { openBackEnd } from '@tintype/network/node';
