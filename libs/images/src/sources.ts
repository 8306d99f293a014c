export { listFolder, type FolderListing, type SourceFile } from './list-folder.ts';
export { readLicences, type Licence } from './licences.ts';
export { hasArchive, type ArchiveSettings, type Pinned } from './open-archive.ts';
export { PHOTO_EXTENSIONS } from './photo-name.ts';
export { MAX_PIXELS } from './pixel-limit.ts';
export type { SceneSettings } from './generate-scenes.ts';
export {
  hasSource,
  openSource,
  type OpenedSource,
  type SourceContext,
  type SourceSettings,
} from './source.ts';
export type { SourceEvent } from './source-event.ts';
export { unreadableReason, type Unreadable } from './unreadable.ts';
