import './hints.css';

import { cssColour } from '../../../parts/css-colour.ts';
import type { Darkroom } from '../darkroom/darkroom.ts';
import type { Photo } from '../darkroom/photo.ts';
import { redoHints, removeHint, takeHints, undoHints } from './hint-edits.ts';
import { RING_LIGHTNESS } from './hint-ring.tsx';
import { nameColour } from './name-colour.ts';
import { PlaceColours } from './place-colours.tsx';

interface HintPanelProps {
  readonly room: Darkroom;
  readonly photo: Photo;
}

/** Correcting by hand: the colours of a place, and the hints that there are. */
export function HintPanel({ room, photo }: HintPanelProps) {
  const progress = photo.progress.value;
  const place = room.place.value;
  return (
    <section class="colour-panel" data-panel="hints" aria-labelledby="colour-hints">
      <h2 id="colour-hints" tabIndex={-1}>
        Correct by hand
      </h2>
      {place === null || progress.state !== 'done' ? (
        <p class="muted">
          Click a place in the photo whose colour is wrong. The model says what it could be; what you pick
          spreads to where it belongs.
        </p>
      ) : (
        <PlaceColours room={room} photo={photo} opened={progress.opened} place={place} />
      )}
      <HintList room={room} photo={photo} />
    </section>
  );
}

function HintList({ room, photo }: HintPanelProps) {
  const { hints, past, future } = photo.edits.value;
  if (hints.length + past.length + future.length === 0) return null;
  return (
    <>
      <ol class="colour-hints" aria-label="Hints">
        {hints.map(({ x, y, a, b }, index) => (
          <li key={index} class={room.place.value?.hint === index ? 'selected' : undefined}>
            <button type="button" class="hint" onClick={() => (room.place.value = { x, y, hint: index })}>
              <span class="dot" style={{ background: cssColour(RING_LIGHTNESS, a, b) }} />
              {nameColour(a, b)}
            </button>
            <button
              type="button"
              class="quiet"
              aria-label={`Remove hint ${index + 1}`}
              onClick={() => removeHint(room, photo, index)}
            >
              ✕
            </button>
          </li>
        ))}
      </ol>
      <p class="colour-row">
        <button type="button" disabled={past.length === 0} onClick={() => undoHints(room, photo)}>
          Undo
        </button>
        <button type="button" disabled={future.length === 0} onClick={() => redoHints(room, photo)}>
          Redo
        </button>
        <button type="button" disabled={hints.length === 0} onClick={() => takeHints(room, photo, [])}>
          Remove all
        </button>
      </p>
    </>
  );
}
