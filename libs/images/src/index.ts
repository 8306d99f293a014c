export { carryMetadata, type CarriedMetadata } from './carry-metadata.ts';
export { decodeFound, decodePixels, type DecodedPhoto, type PhotoMetadata } from './decode-pixels.ts';
export {
  displayP3Profile,
  encodePixels,
  encodePixelsTo,
  readXmp,
  reducePixels,
  type EncodablePixels,
  type EncodeOptions,
  type PictureFormat,
} from './encode-pixels.ts';
export { decodePhoto, UndecodableError } from './decode-photo.ts';
export {
  inspectPhoto,
  isRejection,
  MAX_PIXELS,
  readHeader,
  type InspectOptions,
  type PhotoHeader,
  type Rejection,
} from './inspect-photo.ts';
export { labPicture, patchPicture, type PatchPlanes } from './lab-picture.ts';
export { readLicences, type Licence } from './licences.ts';
export { listFolder, type FolderListing, type SourceFile } from './list-folder.ts';
export { findPhoto, type FoundPhoto } from './photo-file.ts';
export { PHOTO_EXTENSIONS } from './photo-name.ts';
export { hasArchive, type ArchiveSettings, type Pinned } from './open-archive.ts';
export type { SceneSettings } from './generate-scenes.ts';
export { encodeJpeg, encodePng, scalePicture, tile, type Picture, type TileOptions } from './picture.ts';
export { renderScene, type Scene } from './render-scene.ts';
export {
  hasSource,
  openSource,
  type OpenedSource,
  type SourceContext,
  type SourceSettings,
} from './source.ts';
export type { SourceEvent } from './source-event.ts';
export { unreadableReason, type Unreadable } from './unreadable.ts';
export { svgToPng } from './svg-to-png.ts';
