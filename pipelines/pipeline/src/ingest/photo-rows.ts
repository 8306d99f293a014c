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

/** One row of the photo table before its header is joined. */
export type ListedPhoto = {
  readonly photo: string;
  readonly path: string;
  readonly class: string;
  readonly bytes: number;
  /** Why it is left out whatever its header says, or empty. */
  readonly reason: string;
};
