import type { PhotosRows } from '@tintype/records';

import { originalOf } from '../ingest/assign-splits.ts';

/** The original that each photo is a crop of, as the split draws them; `sameOriginal` is ingest's. */
export function originalsOf(
  { photo: ids, path: paths }: Pick<PhotosRows, 'photo' | 'path'>,
  sameOriginal: string | null,
): (photo: string) => string {
  if (sameOriginal === null) return (photo) => photo;
  // Of equal photos the first is the one that was not quarantined, so it is set last.
  const originals = ids.map(
    (photo, i) => [photo, originalOf({ photo, path: paths[i] ?? '' }, sameOriginal)] as const,
  );
  const byPhoto = new Map([...originals].reverse());
  return (photo) => byPhoto.get(photo) ?? photo;
}
