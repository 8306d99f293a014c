import type { Split } from './assign-splits.ts';
import { classOf } from './class-of.ts';
import type { PhotoList } from './identify-photos.ts';

/** What the header of a photo says. It is kept by the photo's content, so a renamed photo is not looked at again. */
export interface InspectedPhoto {
  readonly photo: string;
  readonly width: number;
  readonly height: number;
  readonly format: string;
  /** Empty for a usable photo. */
  readonly reason: string;
  /** What of a usable photo was left out or taken for something else, a sentence each. */
  readonly notes: readonly string[];
}

/** The headers of some photos, as a shard of them holds them. */
export function parseHeaders(bytes: Uint8Array): readonly InspectedPhoto[] {
  return JSON.parse(new TextDecoder().decode(bytes)) as readonly InspectedPhoto[]; // as `inspect` wrote them
}

/**
 * The photo table before the headers are joined. Texts hold a value of each photo, one behind the other: of a million
 * photos, lists of texts would take gigabytes on their way to the thread that writes the table.
 */
export type ListedPhotos = {
  /** Digests, of 64 digits each. */
  readonly photos: string;
  /** With a NUL between them, which no path has. */
  readonly paths: string;
  readonly bytes: readonly number[];
  /** What each serves if it is kept, by its place in `SPLIT_WORDS`: a digit each. */
  readonly splits: string;
  /** Rows of photos with the same bytes as the photo of an earlier row. */
  readonly twins: readonly (readonly [row: number, first: number])[];
  readonly classFrom: 'prefix' | 'folder';
};

/** Empty where a photo cannot be kept. */
export const SPLIT_WORDS: readonly (Split | '')[] = ['', 'train', 'validation', 'test'];

const [DIGITS, BETWEEN] = [64, '\0'];

export function packRows(
  { files, ids, bytes }: PhotoList,
  {
    splits,
    ...rest
  }: Pick<ListedPhotos, 'twins' | 'classFrom'> & { readonly splits: readonly (Split | '')[] },
): ListedPhotos {
  return {
    photos: files.map((_, row) => ids.at(row)).join(''),
    paths: files.map(({ path }) => path).join(BETWEEN),
    splits: splits.map((split) => SPLIT_WORDS.indexOf(split)).join(''),
    ...{ bytes, ...rest },
  };
}

/** The columns that the listing gives. */
export function unpackRows({ photos, paths, splits, bytes, classFrom }: ListedPhotos) {
  const path = bytes.length === 0 ? [] : paths.split(BETWEEN);
  return {
    photo: bytes.map((_, row) => photos.slice(DIGITS * row, DIGITS * (row + 1))),
    path,
    class: path.map((one) => classOf(one, classFrom)),
    bytes: Float64Array.from(bytes),
    split: bytes.map((_, row) => SPLIT_WORDS[Number(splits[row])] ?? ''),
  };
}
