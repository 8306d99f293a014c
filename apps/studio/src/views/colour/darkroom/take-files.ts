import { describeError } from '@tintype/store/neutral';

import { isHintFileName, loadHintFile } from '../hints/hint-files.ts';
import { addPhotos, type Darkroom, tell, tellDone } from './darkroom.ts';
import type { GivenFile } from './gather-files.ts';

/** Names that a folder's photos have; what is given by itself is tried whatever its name. */
const PHOTO_NAME = /\.(jpe?g|jfif|png|webp|avif|gif|bmp|tiff?|hei[cf])$/i;

/** Puts the photos among the files on the strip, and gives photos the hints that are among them. */
export async function takeFiles(room: Darkroom, given: readonly GivenFile[]): Promise<void> {
  const hintFiles = given.filter(({ file }) => isHintFileName(file.name));
  const others = given.filter((one) => !hintFiles.includes(one));
  const photos = others.filter(({ file, fromFolder }) => !fromFolder || PHOTO_NAME.test(file.name));
  addPhotos(
    room,
    photos.map(({ file }) => ({ name: file.name, source: { kind: 'file', file } })),
  );
  if (given.length === 0) tell(room, 'There was no file in that. Give it photos, or a folder of them.');
  if (others.length > photos.length) tell(room, leftOut(others.length - photos.length));
  for (const { file } of hintFiles) {
    try {
      tellDone(room, await loadHintFile(room, file));
    } catch (error) {
      tell(room, describeError(error));
    }
  }
}

function leftOut(count: number): string {
  return count === 1
    ? 'One file of the folder is no photo by its name, and was left out.'
    : `${count} files of the folder are no photos by their names, and were left out.`;
}
