import { effect } from '@preact/signals';
import { describeError } from '@tintype/store/neutral';

import type { Fineness, OpenedPhoto } from '../../../engine/engine.ts';
import type { Darkroom } from './darkroom.ts';
import { closePhoto, type Photo, readLook } from './photo.ts';

/** A look has settled when it has not changed for this long, milliseconds; its thumbnail follows then, too. */
const SETTLED = 150;
/** Pixels of its longer side: twice what the strip shows. */
const THUMBNAIL = 192;

/** Paints every open photo of the strip whenever its look changes. */
export function paintPhotos(room: Darkroom): void {
  const painting = new Map<Photo, () => void>();
  const heedHands = watchHands(room);
  effect(() => {
    const photos = new Set(room.photos.value);
    for (const photo of photos) if (!painting.has(photo)) painting.set(photo, paintPhoto(photo, heedHands));
    for (const [photo, end] of painting) {
      if (photos.has(photo)) continue;
      painting.delete(photo);
      end();
    }
  });
}

/** Hands rest when nothing has changed for this long, milliseconds. */
const RESTING = 600;

/** Notes that somebody is at work, until they have done nothing for a while. */
function watchHands({ retouching }: Darkroom): () => void {
  let waiting: ReturnType<typeof setTimeout> | undefined;
  return () => {
    retouching.value = true;
    clearTimeout(waiting);
    waiting = setTimeout(() => (retouching.value = false), RESTING);
  };
}

/**
 * Every change is sent to the engine, which leaves out those that a later one has overtaken; a photo that is shown
 * already is drafted, and painted finely once its look has settled.
 */
function paintPhoto(photo: Photo, heedHands: () => void): () => void {
  let turn = 0;
  let shown = 0;
  return effect(() => {
    const progress = photo.progress.value;
    const look = readLook(photo);
    if (progress.state !== 'done') return;
    const { opened } = progress;
    const paint = (fineness: Fineness) => {
      const mine = ++turn;
      opened.paint(look, fineness).then(
        (picture) => {
          if (picture === null) return;
          if (mine < shown || !isOpen(photo, opened)) return picture.close();
          shown = mine;
          showPicture(photo, picture);
        },
        (error: unknown) => {
          if (isOpen(photo, opened)) closePhoto(photo, { state: 'refused', reason: describeError(error) });
        },
      );
    };
    if (photo.painted.peek() === null) return paint('screen');
    heedHands();
    paint('draft');
    const settling = setTimeout(() => paint('screen'), SETTLED);
    return () => clearTimeout(settling);
  });
}

function isOpen({ progress }: Photo, opened: OpenedPhoto): boolean {
  const now = progress.peek();
  return now.state === 'done' && now.opened === opened;
}

function showPicture(photo: Photo, picture: ImageBitmap): void {
  const last = photo.painted.peek();
  photo.painted.value = picture;
  last?.close();
  setTimeout(() => {
    if (photo.painted.peek() === picture) void showThumbnail(photo, picture);
  }, SETTLED);
}

async function showThumbnail(photo: Photo, picture: ImageBitmap): Promise<void> {
  const scale = Math.min(1, THUMBNAIL / Math.max(picture.width, picture.height));
  const thumbnail = await createImageBitmap(picture, {
    resizeWidth: Math.max(1, Math.round(picture.width * scale)),
    resizeHeight: Math.max(1, Math.round(picture.height * scale)),
    resizeQuality: 'high',
  });
  const last = photo.thumbnail.peek();
  if (photo.painted.peek() !== picture) return thumbnail.close(); // it was closed meanwhile, or a newer one follows
  photo.thumbnail.value = thumbnail;
  last?.close();
}
