import type { Split } from './assign-splits.ts';

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

/** The photo table before the headers are joined, by columns: of a million photos rows would take gigabytes. */
export type ListedPhotos = {
  readonly photo: readonly string[];
  readonly path: readonly string[];
  readonly class: readonly string[];
  readonly bytes: readonly number[];
  /** Why it is left out whatever its header says, or empty. */
  readonly reason: readonly string[];
  /** What it serves if it is kept; empty where it cannot be. */
  readonly split: readonly (Split | '')[];
};
