import { effect } from '@preact/signals';
import { isNearGrey, srgbToLab } from '@tintype/colour';
import { describeError } from '@tintype/store/neutral';

import type { Engine } from '../../../engine/engine.ts';
import type { Darkroom } from './darkroom.ts';
import { closePhoto, type Photo, type PhotoSource } from './photo.ts';

/** How many photos are kept open: each holds its pixels and all that the network said of it. */
const MOST_OPEN = 6;

/** Opens photos one after the other, the selected one first, as long as there is a model. */
export function developPhotos(room: Darkroom): void {
  effect(() => {
    const engine = room.engine.value;
    if (engine.state !== 'ready' || room.opening.value !== null) return;
    const photo = nextPhoto(room);
    // Others wait until the hands rest, since the network leaves little of the processors for painting.
    if (room.retouching.value && photo !== room.selected.value) return;
    if (photo !== null) void developPhoto(room, photo, engine);
  });
}

function nextPhoto({ photos, selected }: Darkroom): Photo | null {
  const wanted = selected.value;
  const state = wanted?.progress.value.state;
  if (state === 'waiting' || state === 'resting') return wanted;
  return photos.value.find(({ progress }) => progress.value.state === 'waiting') ?? null;
}

async function developPhoto(
  room: Darkroom,
  photo: Photo,
  { engine, closing }: { readonly engine: Engine; readonly closing: AbortController },
): Promise<void> {
  const signal = AbortSignal.any([photo.removing.signal, closing.signal]);
  room.opening.value = photo;
  try {
    photo.progress.value = { state: 'reading' };
    const file = await readSource(photo.source, signal);
    if (!signal.aborted) photo.progress.value = { state: 'colouring' };
    const opened = await engine.openPhoto(file, photo.name, signal);
    if (signal.aborted) opened.close();
    else photo.progress.value = { state: 'done', opened, hadColours: hasColours(opened.original) };
  } catch (error) {
    if (!signal.aborted) photo.progress.value = { state: 'refused', reason: describeError(error) };
  } finally {
    room.opening.value = null;
  }
}

/** The bytes of a photo. */
export async function readSource(source: PhotoSource, signal: AbortSignal): Promise<Blob> {
  switch (source.kind) {
    case 'file':
      return source.file;
    case 'example': {
      const response = await fetch(source.path, { signal });
      if (!response.ok)
        throw new Error(`${source.path}: expected the photo, got ${response.status}; reload the page`);
      return response.blob();
    }
    default:
      return source satisfies never;
  }
}

/** Closes the photos that are farthest from the selected one, beyond MOST_OPEN, once the strip shows them in colour. */
export function restFarPhotos({ photos, selected, zipping }: Darkroom): void {
  effect(() => {
    const all = photos.value;
    const middle = all.findIndex((photo) => photo === selected.value);
    const distance = (photo: Photo) => Math.abs(all.indexOf(photo) - middle);
    const open = all.filter(({ progress }) => progress.value.state === 'done');
    const far = open.sort((one, other) => distance(one) - distance(other)).slice(MOST_OPEN);
    for (const photo of far)
      if (photo.thumbnail.value !== null && photo !== zipping.value?.photo)
        closePhoto(photo, { state: 'resting' });
  });
}

/** Pixels of a side at which colours are looked for. */
const GLANCE = 64;

/** Whether a picture has colours of its own, by the rule of the pipeline. */
function hasColours(picture: ImageBitmap): boolean {
  const context = new OffscreenCanvas(GLANCE, GLANCE).getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('This browser has no 2D canvas, which the studio needs.');
  context.drawImage(picture, 0, 0, GLANCE, GLANCE);
  const { data } = context.getImageData(0, 0, GLANCE, GLANCE);
  return !isNearGrey(srgbToLab(data.filter((_, i) => i % 4 !== 3)), 5, GLANCE);
}
