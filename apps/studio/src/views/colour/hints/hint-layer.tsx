import { useSignal } from '@preact/signals';
import type { TargetedKeyboardEvent, TargetedMouseEvent } from 'preact';

import type { Darkroom } from '../darkroom/darkroom.ts';
import { type Photo, readTitle } from '../darkroom/photo.ts';
import { HintRing } from './hint-ring.tsx';
import { type Point, pointIn, stepByKey } from './point.ts';

interface HintLayerProps {
  readonly room: Darkroom;
  readonly photo: Photo;
  /** Called when somebody asks for the colours of a place. */
  readonly onAsk: (by: 'pointer' | 'keys') => void;
}

/** Over the photo: a press, or a cross that the arrow keys move and Enter, asks for the colours of a place. */
export function HintLayer({ room, photo, onAsk }: HintLayerProps) {
  const cross = useSignal<Point | null>(null);
  const place = room.place.value;
  const ask = (point: Point, by: 'pointer' | 'keys') => {
    room.place.value = { ...point, hint: null };
    onAsk(by);
  };
  const press = (event: TargetedMouseEvent<HTMLElement>) => {
    cross.value = null;
    ask(pointIn(event.currentTarget, event), 'pointer');
  };
  const type = (event: TargetedKeyboardEvent<HTMLElement>) => {
    const from = cross.value ?? { x: 0.5, y: 0.5 };
    const moved = stepByKey(event, from);
    if (moved !== null) cross.value = moved;
    else if (event.key === 'Enter') ask(from, 'keys');
    else if (event.key === 'Escape') cross.value = null;
    else return;
    event.preventDefault();
  };
  return (
    <>
      <div
        class="colour-surface"
        role="application"
        tabIndex={0}
        aria-label={`${readTitle(photo)}. Arrow keys move a cross, Enter shows the colours there.`}
        onClick={press}
        onKeyDown={type}
        onFocus={(event) => {
          if (event.currentTarget.matches(':focus-visible')) cross.value ??= { x: 0.5, y: 0.5 };
        }}
        onBlur={() => (cross.value = null)}
      />
      {cross.value && <Cross point={cross.value} />}
      {place !== null && place.hint === null && <Cross point={place} asked />}
      {photo.edits.value.hints.map((hint, index) => (
        <HintRing key={index} room={room} photo={photo} hint={hint} index={index} onAsk={onAsk} />
      ))}
    </>
  );
}

function Cross({ point, asked = false }: { readonly point: Point; readonly asked?: boolean }) {
  const style = { left: `${point.x * 100}%`, top: `${point.y * 100}%` };
  return <span class={`colour-cross${asked ? ' asked' : ''}`} style={style} aria-hidden="true" />;
}
