import type { PictureFormat } from '@tintype/images/metadata';

/** 1..100, of JPEG and WebP, where none is asked for. */
export const DEFAULT_QUALITY = 92;

/** The format of the result where none is asked for. */
export function formatFor({
  format,
  hasAlpha,
}: {
  readonly format: string;
  readonly hasAlpha: boolean;
}): PictureFormat {
  switch (format) {
    case 'jpeg':
    case 'png':
    case 'webp':
      return format;
    case 'tiff':
    case 'gif':
      return 'png';
    default:
      return hasAlpha ? 'png' : 'jpeg';
  }
}
