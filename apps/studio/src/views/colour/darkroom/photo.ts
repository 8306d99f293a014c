import { type Signal, signal } from '@preact/signals';

import type { Look, OpenedPhoto } from '../../../engine/engine.ts';
import { type Edits, startEdits } from './edits.ts';
import { lookWith, type Settings } from './look.ts';

/** Where the bytes of a photo are. */
export type PhotoSource =
  | { readonly kind: 'file'; readonly file: Blob }
  | { readonly kind: 'example'; readonly path: string; readonly title: string; readonly credit: string };

/** How far a photo is. */
export type Progress =
  | { readonly state: 'waiting' }
  | { readonly state: 'reading' }
  | { readonly state: 'colouring' }
  | { readonly state: 'done'; readonly opened: OpenedPhoto; readonly hadColours: boolean }
  /** Coloured, and closed to save memory until somebody looks at it. */
  | { readonly state: 'resting' }
  | { readonly state: 'refused'; readonly reason: string };

/** A photo on the strip. */
export interface Photo {
  readonly id: number;
  /** As the file is called; it may hold anything. */
  readonly name: string;
  readonly source: PhotoSource;
  readonly progress: Signal<Progress>;
  readonly settings: Signal<Settings>;
  readonly edits: Signal<Edits>;
  /** At the size of a screen, while the photo is open. */
  readonly painted: Signal<ImageBitmap | null>;
  readonly thumbnail: Signal<ImageBitmap | null>;
  /** Aborted when the photo leaves the strip. */
  readonly removing: AbortController;
}

export function makePhoto(id: number, name: string, source: PhotoSource, look: Look | null): Photo {
  const { hints, ...settings } = look ?? {};
  return {
    id,
    name,
    source,
    progress: signal<Progress>({ state: 'waiting' }),
    settings: signal<Settings>(settings),
    edits: signal(startEdits(hints)),
    painted: signal(null),
    thumbnail: signal(null),
    removing: new AbortController(),
  };
}

/** What the photo is called on the page: an example has a title beside its file's name. */
export function readTitle({ name, source }: Photo): string {
  return source.kind === 'example' ? source.title : name;
}

/** How the photo is to look now. */
export function readLook({ settings, edits }: Photo): Look {
  return lookWith(settings.value, edits.value.hints);
}

/** Gives back what an open photo holds. */
export function closePhoto(photo: Photo, next: Progress): void {
  const { progress, painted } = photo;
  const last = progress.peek();
  progress.value = next;
  if (last.state === 'done') last.opened.close();
  painted.peek()?.close();
  painted.value = null;
}

/** Takes its picture off the strip. */
export function dropThumbnail({ thumbnail }: Photo): void {
  thumbnail.peek()?.close();
  thumbnail.value = null;
}
