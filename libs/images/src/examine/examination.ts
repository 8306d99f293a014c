import type { Reading } from '../srgb/reading.ts';

/** What the structure of a file tells that libvips does not say. */
export interface Examination {
  /** Why the file cannot be used as a photo, in one plain sentence; null where it can. */
  readonly reason: string | null;
  /** What of the file was left out or taken for something else, in plain sentences. */
  readonly notes: readonly string[];
  /** How its samples are to be read; undefined where libvips sees to it. */
  readonly reading?: Reading | undefined;
}

export const NOTHING_FOUND: Examination = { reason: null, notes: [] };
