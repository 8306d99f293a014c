import type { PhotoBytes } from '../photo-bytes.ts';
import { examineTiff } from '../tiff/examine-tiff.ts';
import { type Examination, NOTHING_FOUND } from './examination.ts';

/** Looks into the structure of a file of a format (`formatName`). */
export async function examinePhoto(format: string, bytes: PhotoBytes): Promise<Examination> {
  switch (format) {
    case 'TIFF':
      return examineTiff(bytes);
    default:
      return NOTHING_FOUND;
  }
}
