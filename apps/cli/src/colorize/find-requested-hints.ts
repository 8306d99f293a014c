import { basename } from 'node:path';

import {
  applyHintFile,
  findHints,
  type FoundHints,
  HintsError,
  type PhotoFile,
  type PhotoOptions,
  readHints,
} from '@tintype/colorize/files';
import { UserError } from '@tintype/stage';
import { describeError } from '@tintype/store';

import type { ColorizeRequest } from './colorize-request.ts';

const NONE: FoundHints = { files: new Map(), unused: [] };

/** The hints that are asked for, if any are. Throws a UserError where they do not lie there. */
export async function findRequestedHints(
  hints: ColorizeRequest['hints'],
  photos: readonly PhotoFile[],
): Promise<FoundHints> {
  return hints === undefined ? NONE : findHints(hints, photos).catch(refuse);
}

/** Options for one photo, completed by its hints and their settings. */
export async function followHints(
  options: PhotoOptions,
  photo: string,
  hints: ColorizeRequest['hints'],
): Promise<PhotoOptions> {
  const { files } = await findRequestedHints(hints, [{ name: photo, file: photo, place: basename(photo) }]);
  const [file] = files.values();
  return file === undefined ? options : applyHintFile(await readHints(file).catch(refuse), options);
}

function refuse(error: unknown): never {
  throw new UserError(`colorize: --hints: ${describeError(error)}`, error instanceof HintsError ? 2 : 1);
}
