export { carryMetadata, type CarriedMetadata, type CarryOptions } from './metadata/carry-metadata.ts';
export type { PhotoMetadata } from './metadata/photo-metadata.ts';
export { readXmp } from './metadata/read-metadata.ts';
export type { XmpProperty } from './metadata/xmp/xmp-property.ts';
export { decodeFound, decodePixels, type DecodedPhoto } from './decode-pixels.ts';
export {
  displayP3Profile,
  encodePixels,
  encodePixelsTo,
  reducePixels,
  type EncodablePixels,
  type EncodeOptions,
} from './encode-pixels.ts';
export type { PictureFormat } from './picture-format.ts';
export { decodePhoto, UndecodableError } from './decode-photo.ts';
export {
  inspectPhoto,
  isRejection,
  readHeader,
  type InspectOptions,
  type PhotoHeader,
  type Rejection,
} from './inspect-photo.ts';
export { labPicture, patchPicture, type PatchPlanes } from './lab-picture.ts';
export { findPhoto, type FoundPhoto } from './photo-file.ts';
export { encodeJpeg, encodePng, scalePicture, tile, type Picture, type TileOptions } from './picture.ts';
export { renderScene, type Scene } from './scenes/render-scene.ts';
export { svgToPicture, svgToPng } from './svg-to-png.ts';
