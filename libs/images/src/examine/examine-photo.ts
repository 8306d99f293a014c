import type { PhotoBytes } from '../photo-bytes.ts';
import { type Examination, NOTHING_FOUND } from './examination.ts';
import { examineJpeg } from './examine-jpeg.ts';

/** Looks into the structure of a file of a format (`formatName`). */
export async function examinePhoto(format: string, bytes: PhotoBytes): Promise<Examination> {
  switch (format) {
    case 'JPEG':
      return examineJpeg(bytes);
    default:
      return NOTHING_FOUND;
  }
}
