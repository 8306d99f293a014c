export { explainBrokenLink } from './folders/broken-link.ts';
export { findLeftOut } from './folders/left-out.ts';
export { listFolder, type FolderListing } from './folders/list-folder.ts';
export { FolderError } from './folders/open-root.ts';
export type { SourceFile } from './folders/source-file.ts';
export { readLicences, type Licence } from './licences/licences.ts';
export { hasArchive, type ArchiveSettings, type Pinned } from './archive/open-archive.ts';
export { PHOTO_EXTENSIONS } from './folders/photo-name.ts';
export { MAX_PIXELS } from './pixel-limit.ts';
export type { SceneSettings } from './scenes/generate-scenes.ts';
export {
  hasSource,
  openSource,
  type OpenedSource,
  type SourceContext,
  type SourceSettings,
} from './source.ts';
export type { SourceEvent } from './source-event.ts';
export { tellLeftOut, unreadableReason, type Unreadable } from './folders/unreadable.ts';
