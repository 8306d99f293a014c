import { useSignal } from '@preact/signals';
import type { TargetedKeyboardEvent, TargetedMouseEvent, TargetedPointerEvent } from 'preact';

import type { Hint } from '../../../engine/engine.ts';
import { cssColour } from '../../../parts/css-colour.ts';
import type { Darkroom } from '../darkroom/darkroom.ts';
import type { Photo } from '../darkroom/photo.ts';
import { moveHint, removeHint } from './hint-edits.ts';
import { nameColour } from './name-colour.ts';
import { pointIn, stepByKey } from './point.ts';

interface HintRingProps {
  readonly room: Darkroom;
  readonly photo: Photo;
  readonly hint: Hint;
  readonly index: number;
  /** Called when somebody asks for the colours of a place. */
  readonly onAsk: (by: 'pointer' | 'keys') => void;
}

/** Hints show their colours at this L, where most can be shown. */
export const RING_LIGHTNESS = 60;

/** A hint on the photo: dragged or moved by arrow keys, asked about by a press, removed by Delete. */
export function HintRing({ room, photo, hint, index, onAsk }: HintRingProps) {
  const { x, y, a, b } = hint;
  const isSelected = room.place.value?.hint === index;
  const ask = (event: TargetedMouseEvent<HTMLElement>) => {
    room.place.value = { x, y, hint: index };
    onAsk(event.detail === 0 ? 'keys' : 'pointer');
  };
  return (
    <button
      type="button"
      class="colour-ring"
      aria-pressed={isSelected}
      aria-label={`Hint ${index + 1}: ${nameColour(a, b)}. Arrow keys move it, Delete removes it.`}
      style={{ left: `${x * 100}%`, top: `${y * 100}%`, '--colour': cssColour(RING_LIGHTNESS, a, b) }}
      onClick={ask}
      onKeyDown={(event) => type(event, { room, photo, hint, index })}
      {...useDragging({ room, photo, index })}
    />
  );
}

function type(
  event: TargetedKeyboardEvent<HTMLElement>,
  { room, photo, hint, index }: Omit<HintRingProps, 'onAsk'>,
): void {
  const moved = stepByKey(event, hint);
  if (moved !== null) moveHint(room, photo, { index, ...moved }, event.repeat ? 'more' : 'new');
  else if (event.key === 'Delete' || event.key === 'Backspace') removeHint(room, photo, index);
  else return;
  event.preventDefault();
}

/** A ring follows the pointer that holds it; all of a drag is one step. */
function useDragging({ room, photo, index }: Pick<HintRingProps, 'room' | 'photo' | 'index'>) {
  const hasMoved = useSignal(false);
  return {
    onPointerDown: (event: TargetedPointerEvent<HTMLElement>) => {
      event.currentTarget.setPointerCapture(event.pointerId);
      hasMoved.value = false;
    },
    onPointerMove: (event: TargetedPointerEvent<HTMLElement>) => {
      const surface = event.currentTarget.parentElement;
      if (surface === null || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
      if (event.movementX === 0 && event.movementY === 0) return;
      moveHint(room, photo, { index, ...pointIn(surface, event) }, hasMoved.value ? 'more' : 'new');
      hasMoved.value = true;
    },
  };
}
