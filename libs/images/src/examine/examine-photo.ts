import type { PhotoBytes } from '../photo-bytes.ts';
import { type Examination, NOTHING_FOUND } from './examination.ts';

/** Looks into the structure of a file of a format (`formatName`). */
export async function examinePhoto(format: string, _bytes: PhotoBytes): Promise<Examination> {
  switch (format) {
    default:
      return NOTHING_FOUND;
  }
}
