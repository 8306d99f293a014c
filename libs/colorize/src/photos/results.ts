import { stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';

import { type PictureFormat, readXmp } from '@tintype/images';

import { markIn } from '../mark.ts';
import type { PhotoFile } from './list-photos.ts';

/** A reason for which one photo fails. */
export class PhotoError extends Error {}

/** Where the result of a photo goes, and its strip. */
export interface ResultPlace {
  readonly output: string;
  /** null unless it is asked for. */
  readonly strip: string | null;
}

/** NAME_MAX of Linux and macOS. */
const NAME_BYTES = 255;

const ENDINGS: Readonly<Record<PictureFormat, readonly string[]>> = {
  jpeg: ['.jpg', '.jpeg'],
  png: ['.png'],
  webp: ['.webp'],
};

/** The photo's own place below `out`, with the ending of the format unless it has one already. */
export function placeResult(
  { place }: PhotoFile,
  format: PictureFormat,
  { out, compare }: { readonly out: string; readonly compare?: boolean | undefined },
): ResultPlace {
  const stem = stemOf(place);
  const isRight = ENDINGS[format].includes(extname(place).toLowerCase());
  const output = join(out, isRight ? place : `${stem}${ENDINGS[format][0]}`);
  return { output, strip: compare === true ? join(out, `${stem}.compare.jpg`) : null };
}

/** The place without its ending. */
export function stemOf(place: string): string {
  return place.slice(0, place.length - extname(place).length);
}

export interface PlaceTaker {
  /** Takes the place of a result; throws where a photo lies, another one's result will, or nothing can. */
  take(place: ResultPlace): Promise<void>;
}

/** Gives each place once, and none of those where `inputs` lie, whatever they are called there. */
export function takePlaces(inputs: ReadonlySet<string | null>): PlaceTaker {
  const taken = new Set<string>();
  const refuse = async (place: string, isStrip: boolean) => {
    if (isTooLong(place)) throw new PhotoError(longName(place, isStrip));
    const there = await identityOf(place);
    if (there !== null && inputs.has(there))
      throw new PhotoError(
        `its result would replace ${place}, a photo that is to be coloured; choose another --out`,
      );
    if (taken.has(place))
      throw new PhotoError(
        `its result would be ${place}, as that of another photo; colour it into another --out`,
      );
  };
  return {
    async take({ output, strip }) {
      await refuse(output, false);
      if (strip !== null) await refuse(strip, true);
      taken.add(output);
      if (strip !== null) taken.add(strip);
    },
  };
}

function longName(place: string, isStrip: boolean): string {
  const [what, other] = isStrip ? ['strip', ', or leave out --compare'] : ['result', ''];
  return `the name of its ${what} would be longer than the system takes: ${basename(place)}; rename the photo${other}`;
}

function isTooLong(place: string): boolean {
  return Buffer.byteLength(basename(place)) > NAME_BYTES;
}

/** What a file is to the file system, by whatever name; null where there is none. */
export async function identityOf(file: string): Promise<string | null> {
  const found = await stat(file, { bigint: true }).catch(() => null); // reading it will say why not
  return found && `${found.dev}:${found.ino}`;
}

/** What there is of a result with this mark; throws where something else is in its place. */
export async function findResult(
  { output, strip }: ResultPlace,
  mark: string,
): Promise<'nothing' | 'all' | 'all but its strip'> {
  if ((await identityOf(output)) === null) return 'nothing';
  if (markIn((await readXmp(output)) ?? undefined) !== mark)
    throw new PhotoError(
      `${output} is there already, of another model, other settings or other hints; --overwrite replaces it`,
    );
  return strip === null || (await identityOf(strip)) !== null ? 'all' : 'all but its strip';
}
