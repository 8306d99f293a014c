import { bestValue, type MeasureKey, MEASURES } from '@tintype/colour';

import { type HeldOutPhoto, scoreAt } from './read-result.ts';

/** Which photos are shown, and in which order. */
export interface Choosing {
  readonly sortBy: MeasureKey;
  readonly isBestFirst: boolean;
  /** Of this class alone; empty for all. */
  readonly class: string;
  readonly temperature: number;
}

export interface ChosenPhoto extends HeldOutPhoto {
  /** Of the measure that is sorted by; null where it was not measured. */
  readonly value: number | null;
}

/** Those of a class, by a measure; photos without it come last. */
export function choosePhotos(photos: readonly HeldOutPhoto[], choosing: Choosing): readonly ChosenPhoto[] {
  const { sortBy, isBestFirst, temperature } = choosing;
  return photos
    .filter(({ facts }) => choosing.class === '' || facts.class === choosing.class)
    .map((photo) => ({ ...photo, value: scoreAt(photo, temperature)?.[sortBy] ?? null }))
    .sort((one, other) => compare(sortBy, one.value, other.value, isBestFirst));
}

function compare(key: MeasureKey, one: number | null, other: number | null, isBestFirst: boolean): number {
  if (one === null || other === null) return Number(one === null) - Number(other === null);
  if (one === other) return 0;
  const isOneBetter = MEASURES[key].better === null ? one > other : bestValue(key, [one, other]) === one;
  return isOneBetter === isBestFirst ? -1 : 1;
}
