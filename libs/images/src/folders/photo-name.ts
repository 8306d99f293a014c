import { PHOTO_FORMATS } from '../photo-formats.ts';

const EXTENSIONS = PHOTO_FORMATS.flatMap(({ extensions }) => extensions);
const PATTERN = new RegExp(`\\.(${EXTENSIONS.join('|')})$`, 'i');

/** The extensions that make a file a photo, for messages: ".jpg .jpeg …". */
export const PHOTO_EXTENSIONS = EXTENSIONS.map((extension) => `.${extension}`).join(' ');

/** Whether a relative path names a photo: a known extension, and neither it nor a folder above it is hidden. */
export function isPhotoName(path: string): boolean {
  return PATTERN.test(path) && !path.split('/').some(isHidden);
}

/**
 * What systems and programs leave among photos, in small letters: thumbnails, deleted files and earlier states, which
 * would come back as photos, and their notes. A name that begins with a dot is hidden anyway.
 */
const HIDDEN = new Set([
  ...['@eadir', '#recycle', '#snapshot', '@tmp', '@sharebin'], // Synology
  ...['@recycle', '@recently-snapshot', '@__thumb', '@transcode'], // QNAP
  ...['$recycle.bin', 'recycler', 'recycled', 'system volume information', 'thumbs.db', 'desktop.ini'], // Windows
  ...['lost+found', '~snapshot'], // file systems
  '__macosx', // resource forks in archives
]);

/** Folders in which Lightroom keeps previews. */
const HIDDEN_ENDING = /\.lr(data|cat-data)$/i;

/** Hidden by convention: ".git", "._IMG_1.jpg", "@eaDir", "$RECYCLE.BIN". */
export function isHidden(name: string): boolean {
  return name.startsWith('.') || HIDDEN.has(name.toLowerCase()) || HIDDEN_ENDING.test(name);
}
