import type { Unreadable } from './folders/unreadable.ts';

/** What a source tells while it is being opened. */
export type SourceEvent =
  /** `total` is null when the server does not say. */
  | {
      readonly kind: 'download';
      readonly url: string;
      readonly received: number;
      readonly total: number | null;
    }
  | { readonly kind: 'extract'; readonly archive: string; readonly photos: number; readonly ignored: number }
  /** The checksum to put into the recipe, which has none. */
  | { readonly kind: 'pinned'; readonly archive: string; readonly sha256: string }
  | { readonly kind: 'generate'; readonly done: number; readonly count: number }
  /** Files of the folder that are not photos, neither hidden ones nor those left out counted. */
  | { readonly kind: 'ignored'; readonly folder: string; readonly count: number }
  /** What of the folder looks like photos and is not taken as such, and links back. */
  | { readonly kind: 'left-out'; readonly entries: readonly Unreadable[] };
