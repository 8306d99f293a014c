import { PHOTO_FORMATS } from './photo-formats.ts';

const EXTENSIONS = PHOTO_FORMATS.flatMap(({ extensions }) => extensions);
const PATTERN = new RegExp(`\\.(${EXTENSIONS.join('|')})$`, 'i');

/** The extensions that make a file a photo, for messages: ".jpg .jpeg …". */
export const PHOTO_EXTENSIONS = EXTENSIONS.map((extension) => `.${extension}`).join(' ');

/** Whether a relative path names a photo: a known extension, and neither it nor a folder above it is hidden. */
export function isPhotoName(path: string): boolean {
  return PATTERN.test(path) && !path.split('/').some(isHidden);
}

/** Hidden by convention: ".git", "._IMG_1.jpg", and the resource forks that macOS packs into archives. */
export function isHidden(name: string): boolean {
  return name.startsWith('.') || name === '__MACOSX';
}
