import { batch, type Signal, signal } from '@preact/signals';

import type { Engine, Look, OpenEngine } from '../../../engine/engine.ts';
import { closePhoto, dropThumbnail, makePhoto, type Photo, type PhotoSource } from './photo.ts';

export interface ModelPlace {
  readonly name: string;
  readonly path: string;
}

export type EngineState =
  | { readonly state: 'none' }
  | { readonly state: 'opening'; readonly model: ModelPlace; readonly closing: AbortController }
  | {
      readonly state: 'ready';
      readonly model: ModelPlace;
      readonly closing: AbortController;
      readonly engine: Engine;
    }
  | { readonly state: 'failed'; readonly model: ModelPlace; readonly error: unknown };

/** What the stage shows of a photo. */
export type Showing = 'compare' | 'coloured' | 'grey' | 'file';

/** A place of the selected photo that somebody asks about, 0..1 from its top left, and the hint that lies there. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly hint: number | null;
}

export interface Notice {
  readonly id: number;
  readonly text: string;
}

/** How far a zip of all photos is. */
export interface Zipping {
  /** The one whose result is being made, which stays open meanwhile. */
  readonly photo: Photo;
  readonly done: number;
  readonly of: number;
  readonly cancelling: AbortController;
}

/** All that the colour view holds, which stays while other views are looked at. */
export interface Darkroom {
  readonly photos: Signal<readonly Photo[]>;
  readonly selected: Signal<Photo | null>;
  readonly place: Signal<Place | null>;
  readonly engine: Signal<EngineState>;
  readonly showing: Signal<Showing>;
  /** Where before meets after, %. */
  readonly divider: Signal<number>;
  /** Whether the photo is larger than the stage, which scrolls then. */
  readonly zoomed: Signal<boolean>;
  /** From a link: how the next photos are to look. */
  readonly offered: Signal<Look | null>;
  /** What happened, for a person to read, the newest last. */
  readonly notices: Signal<readonly Notice[]>;
  /** The photo that is being opened. */
  readonly opening: Signal<Photo | null>;
  /** Whether somebody is changing how a photo looks. */
  readonly retouching: Signal<boolean>;
  readonly zipping: Signal<Zipping | null>;
  readonly openEngine: OpenEngine;
}

export function makeDarkroom(openEngine: OpenEngine): Darkroom {
  return {
    photos: signal([]),
    selected: signal(null),
    place: signal(null),
    engine: signal({ state: 'none' }),
    showing: signal('compare'),
    divider: signal(50),
    zoomed: signal(false),
    offered: signal(null),
    notices: signal([]),
    opening: signal(null),
    retouching: signal(false),
    zipping: signal(null),
    openEngine,
  };
}

/** Puts photos on the strip, as the last link says that they should look, and selects the first if none is. */
export function addPhotos(
  room: Darkroom,
  sources: readonly { readonly name: string; readonly source: PhotoSource }[],
): readonly Photo[] {
  const { photos, offered, selected } = room;
  if (sources.length === 0) return [];
  const first = 1 + Math.max(0, ...photos.value.map(({ id }) => id));
  const added = sources.map(({ name, source }, i) => makePhoto(first + i, name, source, offered.value));
  batch(() => {
    offered.value = null;
    photos.value = [...photos.value, ...added];
    if (selected.value === null) selectPhoto(room, added[0] ?? null);
  });
  return added;
}

export function selectPhoto({ selected, place }: Darkroom, photo: Photo | null): void {
  batch(() => {
    selected.value = photo;
    place.value = null;
  });
}

/** Takes a photo off the strip; the one after it is selected next. */
export function removePhoto(room: Darkroom, photo: Photo): void {
  const { photos, selected } = room;
  const index = photos.value.indexOf(photo);
  const left = photos.value.filter((other) => other !== photo);
  batch(() => {
    photos.value = left;
    if (selected.value === photo) selectPhoto(room, left[Math.min(index, left.length - 1)] ?? null);
    closePhoto(photo, { state: 'waiting' });
  });
  photo.removing.abort();
  dropThumbnail(photo);
}

/** Opens a model in place of the last one; the photos keep their settings and are coloured again. */
export async function chooseModel(room: Darkroom, model: ModelPlace): Promise<void> {
  const { engine, photos, openEngine } = room;
  leaveEngine(engine.peek());
  const closing = new AbortController();
  batch(() => {
    engine.value = { state: 'opening', model, closing };
    for (const photo of photos.peek()) {
      if (photo.progress.peek().state !== 'refused') closePhoto(photo, { state: 'waiting' });
      dropThumbnail(photo); // of the last model
    }
  });
  try {
    const opened = await openEngine(model, closing.signal);
    if (closing.signal.aborted) opened.close();
    else engine.value = { state: 'ready', model, closing, engine: opened };
  } catch (error) {
    if (!closing.signal.aborted) engine.value = { state: 'failed', model, error };
  }
}

function leaveEngine(last: EngineState): void {
  if (last.state === 'opening' || last.state === 'ready') last.closing.abort();
  if (last.state === 'ready') last.engine.close();
}

/** Tells what a person should know, until they put it away. */
export function tell({ notices }: Darkroom, text: string): Notice {
  const notice = { id: (notices.value.at(-1)?.id ?? 0) + 1, text };
  notices.value = [...notices.value, notice];
  return notice;
}

/** How long a notice stays of which nothing follows, milliseconds. */
const PASSING = 6000;

/** Tells that something is done; it goes away by itself. */
export function tellDone(room: Darkroom, text: string): void {
  const notice = tell(room, text);
  setTimeout(() => forgetNotice(room, notice), PASSING);
}

export function forgetNotice({ notices }: Darkroom, notice: Notice): void {
  notices.value = notices.value.filter((other) => other !== notice);
}
