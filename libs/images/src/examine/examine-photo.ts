import type { PhotoBytes } from '../bytes/photo-bytes.ts';
import { examineTiff } from '../tiff/examine-tiff.ts';
import { type Examination, NOTHING_FOUND } from './examination.ts';
import { examineIsobmff } from './examine-isobmff.ts';
import { examineJpeg } from './examine-jpeg.ts';
import { examinePng } from './examine-png.ts';

/** Looks into the structure of a file of a format (`formatName`). */
export async function examinePhoto(format: string, bytes: PhotoBytes): Promise<Examination> {
  switch (format) {
    case 'JPEG':
      return examineJpeg(bytes);
    case 'PNG':
      return examinePng(bytes);
    case 'AVIF or HEIC':
      return examineIsobmff(bytes);
    case 'TIFF':
      return examineTiff(bytes);
    default:
      return NOTHING_FOUND;
  }
}
