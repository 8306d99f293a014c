import './strip.css';

import type { TargetedKeyboardEvent } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

import { ChooseFiles } from './choose-files.tsx';
import { type Darkroom, removePhoto, selectPhoto } from './darkroom/darkroom.ts';
import { type Photo, type Progress, readTitle } from './darkroom/photo.ts';
import { Picture } from './picture.tsx';

/** All photos with their state: arrows choose one, Delete removes it. */
export function Strip({ room }: { readonly room: Darkroom }) {
  return (
    <div class="colour-strip">
      <ul aria-label="Photos" onKeyDown={(event) => type(event, room)}>
        {room.photos.value.map((photo) => (
          <Frame key={photo.id} room={room} photo={photo} />
        ))}
      </ul>
      <ChooseFiles room={room} class="colour-add" label="Add photos">
        +
      </ChooseFiles>
    </div>
  );
}

function Frame({ room, photo }: { readonly room: Darkroom; readonly photo: Photo }) {
  const button = useRef<HTMLButtonElement>(null);
  const isSelected = room.selected.value === photo;
  const progress = photo.progress.value;
  const thumbnail = photo.thumbnail.value;
  useEffect(() => {
    if (isSelected) button.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [isSelected]);
  return (
    <li class={progress.state}>
      <button
        ref={button}
        type="button"
        class="frame"
        aria-current={isSelected}
        tabIndex={isSelected ? 0 : -1}
        title={photo.name}
        onClick={() => selectPhoto(room, photo)}
      >
        <span class="picture">{thumbnail && <Picture bitmap={thumbnail} />}</span>
        <span class="name">{readTitle(photo)}</span>
        <span class="progress">{sayState(progress)}</span>
      </button>
      <button
        type="button"
        class="remove"
        tabIndex={isSelected ? 0 : -1}
        aria-label={`Remove ${readTitle(photo)}`}
        onClick={() => removePhoto(room, photo)}
      >
        ✕
      </button>
    </li>
  );
}

export function sayState({ state }: Progress): string {
  switch (state) {
    case 'done':
    case 'resting':
      return 'coloured';
    case 'waiting':
    case 'reading':
    case 'colouring':
    case 'refused':
      return state;
    default:
      return state satisfies never;
  }
}

const STEPS: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowUp: -1,
  ArrowRight: 1,
  ArrowDown: 1,
  Home: -Infinity,
  End: Infinity,
};

function type(event: TargetedKeyboardEvent<HTMLElement>, room: Darkroom): void {
  const { photos, selected } = room;
  if (selected.value === null) return;
  if (event.key === 'Delete') removePhoto(room, selected.value);
  else {
    const step = STEPS[event.key];
    if (step === undefined) return;
    const to = photos.value.indexOf(selected.value) + step;
    selectPhoto(room, photos.value[Math.max(0, Math.min(photos.value.length - 1, to))] ?? null);
  }
  event.preventDefault();
  focusSelected(event.currentTarget);
}

/** The focus goes along with the selection, as soon as the page shows it. */
function focusSelected(list: HTMLElement): void {
  requestAnimationFrame(() => list.querySelector<HTMLElement>('[aria-current="true"]')?.focus());
}
