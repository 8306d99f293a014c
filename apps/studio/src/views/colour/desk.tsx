import './desk.css';

import { type Signal, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';

import type { Darkroom, ModelPlace } from './darkroom/darkroom.ts';
import { type Photo, readTitle } from './darkroom/photo.ts';
import { EngineLine } from './engine-line.tsx';
import { redoHints, undoHints } from './hints/hint-edits.ts';
import { HintPanel } from './hints/hint-panel.tsx';
import { LookPanel } from './look-panel.tsx';
import { SavePanel } from './save/save-panel.tsx';
import { Stage } from './stage.tsx';
import { StageBar } from './stage-bar.tsx';
import { sayState, Strip } from './strip.tsx';

/** A panel that lies over the strip on a phone; elsewhere all are beside the photo. */
type Sheet = 'none' | 'look' | 'hints' | 'save';

const SHEETS: readonly (readonly [Sheet, string])[] = [
  ['look', 'Look'],
  ['hints', 'Correct'],
  ['save', 'Save'],
];

interface DeskProps {
  readonly room: Darkroom;
  readonly photo: Photo;
  readonly models: readonly ModelPlace[];
}

/** The selected photo with all that can be done to it, and the strip. */
export function Desk({ room, photo, models }: DeskProps) {
  const desk = useRef<HTMLDivElement>(null);
  const sheet = useSignal<Sheet>('none');
  const ask = (by: 'pointer' | 'keys') => {
    sheet.value = 'hints';
    if (by === 'keys') requestAnimationFrame(() => focusIn(desk.current, '#colour-hints'));
  };
  const leave = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    sheet.value = 'none';
    room.place.value = null;
    focusIn(desk.current, '.colour-surface');
  };
  useHistoryKeys(room, photo);
  return (
    <div class="colour-desk" data-sheet={sheet.value} ref={desk}>
      <section class="colour-stage" aria-label="Photo">
        <StageBar room={room} photo={photo} />
        <Stage room={room} photo={photo} onAsk={ask} />
      </section>
      <SheetTabs sheet={sheet} />
      <div class="colour-panels" onKeyDown={leave}>
        <LookPanel room={room} photo={photo} />
        <HintPanel room={room} photo={photo} />
        <SavePanel room={room} photo={photo} models={models} />
        <EngineLine room={room} models={models} />
      </div>
      <Strip room={room} />
      <p class="colour-said" role="status">
        {readTitle(photo)}: {sayState(photo.progress.value)}
      </p>
    </div>
  );
}

function SheetTabs({ sheet }: { readonly sheet: Signal<Sheet> }) {
  return (
    <div class="colour-sheets" role="group" aria-label="Panels">
      {SHEETS.map(([key, title]) => (
        <button
          key={key}
          type="button"
          aria-pressed={sheet.value === key}
          onClick={() => (sheet.value = sheet.value === key ? 'none' : key)}
        >
          {title}
        </button>
      ))}
    </div>
  );
}

/** Ctrl+Z (⌘Z) takes back a step of the hints, Shift+Ctrl+Z or Ctrl+Y does it again. */
function useHistoryKeys(room: Darkroom, photo: Photo): void {
  useEffect(() => {
    const type = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
      const key = event.key.toLowerCase();
      if (key !== 'z' && key !== 'y') return;
      event.preventDefault();
      (key === 'y' || event.shiftKey ? redoHints : undoHints)(room, photo);
    };
    addEventListener('keydown', type);
    return () => removeEventListener('keydown', type);
  }, [room, photo]);
}

function focusIn(desk: HTMLElement | null, selector: string): void {
  desk?.querySelector<HTMLElement>(selector)?.focus();
}
