import type { PictureFormat } from '@tintype/images/metadata';

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
